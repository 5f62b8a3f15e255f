import * as z from "zod";
import { type Preset, presets } from "../core/policy/preset.ts";
import { behaviour } from "./behaviour.ts";
import { faultsIn, Pairs } from "./setting-types.ts";
import { SettingsFault } from "./settings-fault.ts";

/** What a Lambda reads: how it is to behave, and what the stack made for it. */
const Env = z.object({
  ...behaviour,
  KEYTURN_TABLE: z.string().min(1),
  KEYTURN_BUS: z.string().min(1).default("keyturn"),
  KEYTURN_INTERNAL_BUS: z.string().min(1).default("keyturn-internal"),
  /** The managed bucket of each region: `us-east-1=bucket,eu-central-1=bucket`; the first enabled one is the default. */
  KEYTURN_BUCKETS: Pairs.refine((map) => map.size > 0, "name at least one region and its bucket"),
  /** Where S3 is to be found if that is not AWS: the laptop's. */
  KEYTURN_S3_ENDPOINT: z.url().optional(),
  KEYTURN_ACCOUNT_ID: z.string().regex(/^\d{12}$/),
  KEYTURN_BOUNDARY_ARN: z.string().startsWith("arn:aws:iam::"),
});
type Env = z.infer<typeof Env>;

/** The names of what the stack tells every Lambda beside the operator's settings. */
export type StackFact = Exclude<keyof Env, keyof typeof behaviour | "KEYTURN_S3_ENDPOINT">;

/** Of a token with which somebody acts for another: RFC 8693, section 4.1. */
const ACTOR_CLAIM = "act";

export type Settings = ReturnType<typeof settingsFrom>;

/** Throws a SettingsFault that names every setting at fault. */
export function settingsFrom(environment: Record<string, string | undefined>) {
  const parsed = Env.safeParse(environment);
  if (!parsed.success) throw new SettingsFault("start", faultsIn(parsed.error, environment, behaviour));
  const env = parsed.data;
  return {
    tableName: env.KEYTURN_TABLE,
    busName: env.KEYTURN_BUS,
    internalBusName: env.KEYTURN_INTERNAL_BUS,
    buckets: enabledBuckets(env),
    regions: allRegions(env),
    accountId: env.KEYTURN_ACCOUNT_ID,
    boundaryArn: env.KEYTURN_BOUNDARY_ARN,
    preset: presetOf(env),
    mailSender: env.KEYTURN_MAIL_SENDER,
    adoptedUserPaths: env.KEYTURN_ADOPTED_USER_PATHS,
    keyOperationsPerMinute: env.KEYTURN_KEY_OPERATIONS_PER_MINUTE,
    claims: { org: env.KEYTURN_CLAIM_ORG, role: env.KEYTURN_CLAIM_ROLE, name: env.KEYTURN_CLAIM_NAME },
    roleMap: env.KEYTURN_ROLE_MAP,
    supportClaims: [...new Set([ACTOR_CLAIM, ...env.KEYTURN_SUPPORT_CLAIMS])],
  };
}

/** The preset's rules, but where the deployment has its own. */
function presetOf(env: Env): Preset {
  const preset = presets[env.KEYTURN_PRESET];
  return {
    keyManagerRoles: env.KEYTURN_KEY_MANAGER_ROLES ?? preset.keyManagerRoles,
    removalAllowed: env.KEYTURN_REMOVAL_ALLOWED ?? preset.removalAllowed,
  };
}

/** In the order of the regions as they were enabled. What lies in another region goes on working. */
function enabledBuckets(env: Env): { region: string; bucket: string }[] {
  const regions = env.KEYTURN_ENABLED_REGIONS ?? [...env.KEYTURN_BUCKETS.keys()];
  return regions.flatMap((region) => {
    const bucket = env.KEYTURN_BUCKETS.get(region);
    return bucket === undefined ? [] : [{ region, bucket }];
  });
}

/** As `KEYTURN_BUCKETS` has them, enabled or not. */
function allRegions(env: Env): { region: string; bucket: string; enabled: boolean; s3Endpoint: string }[] {
  const enabled = env.KEYTURN_ENABLED_REGIONS ?? [...env.KEYTURN_BUCKETS.keys()];
  return [...env.KEYTURN_BUCKETS].map(([region, bucket]) => ({
    ...{ region, bucket, enabled: enabled.includes(region) },
    s3Endpoint: env.KEYTURN_S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`,
  }));
}

/** `KEYTURN_BUCKETS` as it is written. */
export function bucketSetting(buckets: readonly { region: string; bucket: string }[]): string {
  return buckets.map(({ region, bucket }) => `${region}=${bucket}`).join(",");
}

let settings: Settings | undefined;

/** The settings of this process, read once. */
export function env(): Settings {
  settings ??= settingsFrom(process.env);
  return settings;
}
