import * as z from "zod";
import { Role } from "../core/caller/caller.ts";
import { PresetName } from "../core/policy/preset.ts";

/** `a=b,c=d` as a map. */
export const Pairs = z.string().transform((text, context) => {
  const pairs = parts(text).map((pair) => pair.split("=").map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes(""))) {
    context.addIssue({ code: "custom", message: "expected name=value,name=value" });
    return z.NEVER;
  }
  return new Map(pairs as [string, string][]);
});

const List = z.string().transform(parts);

function parts(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const Text = z.string().min(1, "expected at least one character");
const Flag = z.enum(["true", "false"], "expected true or false").transform((text) => text === "true");
const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected AWS regions, separated by commas");
export const Regions = List.pipe(z.array(Region).min(1, "expected AWS regions, separated by commas")).refine(
  (regions) => new Set(regions).size === regions.length,
  "expected each region once",
);

/** What an operator is told of a setting. */
export const about = z.registry<{ says: string; example: string }>();

/** What decides how requests and keys are treated: set by whoever deploys, read in every Lambda. */
export const behaviour = {
  KEYTURN_PRESET: PresetName.default("data-services").register(about, {
    says: "Whose rules apply: `data-services`, `cloud-dashboard` or `connector`",
    example: "connector",
  }),
  KEYTURN_KEY_MANAGER_ROLES: List.pipe(z.array(Role.exclude(["support"])).min(1))
    .optional()
    .register(about, {
      says: "Overrides the preset's: the roles that manage keys",
      example: "super_admin,admin",
    }),
  KEYTURN_REMOVAL_ALLOWED: Flag.optional().register(about, {
    says: "Overrides the preset's: whether a connection may be left without a key",
    example: "false",
  }),
  KEYTURN_ENABLED_REGIONS: Regions.optional().register(about, {
    says: "Overrides the preset's: those of `KEYTURN_REGIONS` where new folders are made; all of them by default",
    example: "eu-central-1",
  }),
  KEYTURN_KEY_OPERATIONS_PER_MINUTE: z.coerce.number().int().min(1).max(100).default(6).register(about, {
    says: "Creates, resets and removals of a key, per connection and minute; 1 to 100",
    example: "6",
  }),
  KEYTURN_CLAIM_ORG: Text.default("org").register(about, {
    says: "The token's claim that names the org",
    example: "tenant_id",
  }),
  KEYTURN_CLAIM_ROLE: Text.default("role").register(about, {
    says: "The claim that holds the role, or the roles",
    example: "cognito:groups",
  }),
  KEYTURN_CLAIM_NAME: Text.default("name").register(about, {
    says: "The claim shown as `updatedBy`; without it `sub` is",
    example: "preferred_username",
  }),
  KEYTURN_ROLE_MAP: Pairs.pipe(z.map(z.string(), Role)).optional().register(about, {
    says: "What the issuer calls Keyturn's roles; by default what Keyturn calls them",
    example: "Administrator=admin,Helpdesk=support",
  }),
  KEYTURN_SUPPORT_CLAIMS: List.default(["act"]).register(about, {
    says: "Claims whose presence says that somebody acts for the user, who then counts as support",
    example: "act,impersonated_by",
  }),
};

const IamPath = z
  .string()
  .regex(
    /^\/(?!keyturn\/)([\w+=.@-]+\/)+$/,
    "expected IAM paths like /portal/, none of them under /keyturn/",
  );

const HttpsUrl = z.url({ protocol: /^https$/, error: "expected an https URL" });
const Origin = z
  .string()
  .regex(
    /^(\*|https:\/\/[^/?#@\s]+|http:\/\/localhost(:\d+)?)$/,
    "expected origins, https and without a path",
  );

/** The ARNs of Keyturn's policies begin with `arn:aws:`. */
const PartitionRegions = Regions.refine(
  (regions) => !regions.some((region) => /^(cn|us-gov|us-iso)/.test(region)),
  "a region is outside of the aws partition",
);

/** What decides what is deployed: read by the stacks alone. */
const deployment = {
  KEYTURN_REGIONS: PartitionRegions.register(about, {
    says: "Where folders can lie, a bucket each; the API, the table and the Lambdas are in the first",
    example: "eu-central-1,us-east-1",
  }),
  KEYTURN_JWT_ISSUER: HttpsUrl.register(about, {
    says: "The identity provider whose tokens are accepted, as their `iss` says it",
    example: "https://login.example.com/",
  }),
  KEYTURN_JWT_AUDIENCE: List.pipe(
    z.array(z.string()).min(1, "expected audiences, separated by commas"),
  ).register(about, {
    says: "The `aud` (or `client_id`) that tokens for Keyturn have, one of these",
    example: "keyturn",
  }),
  KEYTURN_CORS_ORIGINS: List.pipe(z.array(Origin)).default([]).register(about, {
    says: "Origins of pages whose browsers may call the API; none by default",
    example: "https://portal.example.com",
  }),
  KEYTURN_MAIL_SENDER: z.email("expected a mail address").optional().register(about, {
    says: "The address notices will come from; it is kept for the version that sends them",
    example: "keys@example.com",
  }),
  KEYTURN_ALARM_EMAIL: z.email("expected a mail address").optional().register(about, {
    says: "Who is told of alarms; others can subscribe to the SNS topic",
    example: "oncall@example.com",
  }),
  KEYTURN_ADOPTED_USER_PATHS: List.pipe(z.array(IamPath)).default([]).register(about, {
    says: "IAM paths of users that a portal made before Keyturn, and whose keys Keyturn may manage",
    example: "/portal/s3/",
  }),
  KEYTURN_PAUSED: Flag.default(false).register(about, {
    says: "Deploys with every Lambda and the schedule stopped, for a restore",
    example: "true",
  }),
  KEYTURN_RESTORED_TABLE: z
    .string()
    .regex(/^[\w.-]{3,255}$/, "expected the name of a DynamoDB table")
    .optional()
    .register(about, {
      says: "A table restored from a backup, used in place of the one the stack made",
      example: "keyturn-restored-2026-11-21",
    }),
};

/** Everything an operator can set. docs/settings.md is made of it. */
export const operatorSettings = { ...deployment, ...behaviour };

const DeploySettings = z.object(operatorSettings).check(({ value, issues }) => {
  const strange = value.KEYTURN_ENABLED_REGIONS?.filter((region) => !value.KEYTURN_REGIONS.includes(region));
  if (!strange?.length) return;
  const message = `expected some of KEYTURN_REGIONS, which does not have ${strange.join(", ")}`;
  issues.push({ code: "custom", path: ["KEYTURN_ENABLED_REGIONS"], input: value, message });
});
export type DeploySettings = z.infer<typeof DeploySettings>;

type Environment = Record<string, string | undefined>;

/** What the environment of `sst deploy` says. Throws a SettingsFault that names every setting at fault. */
export function deploySettings(environment: Environment): DeploySettings {
  const given = set(environment);
  const parsed = DeploySettings.safeParse(given);
  if (!parsed.success) throw new SettingsFault("be deployed", parsed.error, given);
  return parsed.data;
}

/** The settings that a Lambda reads, as they were given. */
export function behaviourIn(environment: Environment): Record<string, string> {
  const given = set(environment);
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in behaviour));
}

/** `NAME=` in an env file says nothing, as if the line were not there. */
function set(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())));
}

/** Settings that are missing or wrong, told in one sentence by their names: nothing of their values is repeated. */
export class SettingsFault extends Error {
  override name = "SettingsFault";

  constructor(cannot: "start" | "be deployed", { issues }: z.ZodError, environment: Environment) {
    const faults = issues.map(({ path: [setting], message }) => {
      const name = String(setting);
      const fault = environment[name] === undefined ? "it is not set" : message;
      return `${name}: ${fault}${exampleOf(name)}`;
    });
    super(`Keyturn cannot ${cannot}: ${faults.join("; ")}`);
  }
}

function exampleOf(name: string): string {
  const schema: z.ZodType | undefined = operatorSettings[name as keyof typeof operatorSettings];
  const told = schema && about.get(schema);
  return told ? `, for example ${told.example}` : "";
}
