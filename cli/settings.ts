import type { ManagedBucket } from "../core/connection/provisioning.ts";
import { MAIN_CELL } from "../functions/adapters/cells.ts";
import { behaviour } from "../functions/behaviour.ts";
import { Pairs } from "../functions/setting-types.ts";
import { UsageFault } from "./output.ts";

type Environment = Record<string, string | undefined>;

/** The table to work on. After a restore that is the restored one. Throws UsageFault. */
export function tableNameIn(environment: Environment): string {
  return needed(environment, "KEYTURN_TABLE", "the table's name", "keyturn-production");
}

/** Where folders lie. Throws UsageFault. */
export function bucketsIn(environment: Environment): ManagedBucket[] {
  const example = "us-east-1=keyturn-123456789012-us-east-1";
  const text = needed(environment, "KEYTURN_BUCKETS", "the managed bucket of each region", example);
  const parsed = Pairs.safeParse(text);
  if (!parsed.success || parsed.data.size === 0) {
    throw new UsageFault(`KEYTURN_BUCKETS is not region=bucket,region=bucket, for example ${example}.`);
  }
  return [...parsed.data].map(([region, bucket]) => ({ region, bucket, cellId: MAIN_CELL }));
}

/** Where users may be adopted from. Throws UsageFault. */
export function adoptedUserPathsIn(environment: Environment): string[] {
  const name = "KEYTURN_ADOPTED_USER_PATHS";
  const text = needed(
    environment,
    name,
    "the IAM paths of the users, as it was deployed with",
    "/portal/s3/",
  );
  const parsed = behaviour[name].safeParse(text);
  if (parsed.success && parsed.data.length > 0) return parsed.data;
  throw new UsageFault(`${name}: ${parsed.error?.issues[0]?.message ?? "expected IAM paths"}.`);
}

function needed(environment: Environment, name: string, what: string, example: string): string {
  const value = environment[name]?.trim();
  if (value) return value;
  throw new UsageFault(`Set ${name} to ${what}, for example ${name}=${example}.`);
}
