import * as z from "zod";
import { Role } from "../core/caller/caller.ts";
import { PresetName, presets } from "../core/policy/preset.ts";

/** `a=b,c=d` as a map. */
const Pairs = z.string().transform((text, context) => {
  const pairs = text
    .split(",")
    .filter((pair) => pair.trim())
    .map((pair) => pair.split("=").map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes(""))) {
    context.addIssue({ code: "custom", message: "expected name=value,name=value" });
    return z.NEVER;
  }
  return new Map(pairs as [string, string][]);
});

const List = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const RoleMap = Pairs.pipe(z.map(z.string(), Role));

/** Everything a deployment can set, with what a Lambda reads of it. */
const Env = z.object({
  KEYTURN_TABLE: z.string().min(1),
  KEYTURN_BUS: z.string().min(1).default("keyturn"),
  KEYTURN_INTERNAL_BUS: z.string().min(1).default("keyturn-internal"),
  /** The managed bucket of each enabled region: `us-east-1=bucket,eu-central-1=bucket`; the first is the default. */
  KEYTURN_BUCKETS: Pairs.refine((map) => map.size > 0, "name at least one region and its bucket"),
  KEYTURN_ACCOUNT_ID: z.string().regex(/^\d{12}$/),
  KEYTURN_BOUNDARY_ARN: z.string().startsWith("arn:aws:iam::"),
  KEYTURN_PRESET: PresetName.default("data-services"),
  KEYTURN_KEY_OPERATIONS_PER_MINUTE: z.coerce.number().int().min(1).max(100).default(6),
  KEYTURN_CLAIM_ORG: z.string().min(1).default("org"),
  KEYTURN_CLAIM_ROLE: z.string().min(1).default("role"),
  KEYTURN_CLAIM_NAME: z.string().min(1).default("name"),
  /** What the issuer's roles are called here: `Administrator=admin,Reader=member`. Without it, by their own names. */
  KEYTURN_ROLE_MAP: RoleMap.optional(),
  /** Claims that say somebody acts for the user. */
  KEYTURN_SUPPORT_CLAIMS: List.default(["act"]),
});

/** Settings that are missing or wrong, told in one sentence by their names: nothing of their values is repeated. */
export class SettingsFault extends Error {
  override name = "SettingsFault";

  constructor({ issues }: z.ZodError) {
    const faults = issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
    super(`Keyturn cannot start: ${faults.join("; ")}`);
  }
}

export type Settings = ReturnType<typeof settingsFrom>;

/** Throws a SettingsFault that names every setting at fault. */
export function settingsFrom(environment: Record<string, string | undefined>) {
  const parsed = Env.safeParse(environment);
  if (!parsed.success) throw new SettingsFault(parsed.error);
  const env = parsed.data;
  return {
    tableName: env.KEYTURN_TABLE,
    busName: env.KEYTURN_BUS,
    internalBusName: env.KEYTURN_INTERNAL_BUS,
    buckets: [...env.KEYTURN_BUCKETS].map(([region, bucket]) => ({ region, bucket })),
    accountId: env.KEYTURN_ACCOUNT_ID,
    boundaryArn: env.KEYTURN_BOUNDARY_ARN,
    preset: presets[env.KEYTURN_PRESET],
    keyOperationsPerMinute: env.KEYTURN_KEY_OPERATIONS_PER_MINUTE,
    claims: { org: env.KEYTURN_CLAIM_ORG, role: env.KEYTURN_CLAIM_ROLE, name: env.KEYTURN_CLAIM_NAME },
    roleMap: env.KEYTURN_ROLE_MAP,
    supportClaims: env.KEYTURN_SUPPORT_CLAIMS,
  };
}

let settings: Settings | undefined;

/** The settings of this process, read once. */
export function env(): Settings {
  settings ??= settingsFrom(process.env);
  return settings;
}
