import * as z from "zod";
import { behaviour } from "./behaviour.ts";
import { about, Flag, faultsIn, List, Regions } from "./setting-types.ts";
import { SettingsFault } from "./settings-fault.ts";

const HttpsUrl = z.url({ protocol: /^https$/, error: "expected an https URL" });
const Origin = z
  .string()
  .regex(
    /^(\*|https:\/\/[A-Za-z0-9.-]+(:\d+)?|http:\/\/localhost(:\d+)?)$/,
    "expected origins, https and without a path",
  );

/** The ARNs of Keyturn's policies begin with `arn:aws:`. */
const PartitionRegions = Regions.refine(
  (regions) => !regions.some((region) => /^(cn|us-gov|[a-z]+-iso)/.test(region)),
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
  KEYTURN_CONSOLE: Flag.default(true).register(about, {
    says: "Whether the console is deployed: a page before the API, at CloudFront",
    example: "false",
  }),
  KEYTURN_CONSOLE_DOMAIN: z
    .string()
    .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "expected the name of a host")
    .optional()
    .register(about, {
      says: "The console's own domain instead of CloudFront's; its DNS is yours",
      example: "keys.example.com",
    }),
  KEYTURN_CONSOLE_CERTIFICATE: z
    .string()
    .regex(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      "expected the ARN of a certificate in us-east-1",
    )
    .optional()
    .register(about, {
      says: "The certificate of `KEYTURN_CONSOLE_DOMAIN`, in ACM and there in us-east-1, as CloudFront asks for",
      example: "arn:aws:acm:us-east-1:123456789012:certificate/0c1e2d3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f",
    }),
  KEYTURN_ALARM_EMAIL: z.email("expected a mail address").optional().register(about, {
    says: "Who is told of alarms; others can subscribe to the SNS topic",
    example: "oncall@example.com",
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
  const fault = (setting: keyof typeof operatorSettings, message: string) =>
    issues.push({ code: "custom", path: [setting], input: value, message });
  const strange = value.KEYTURN_ENABLED_REGIONS?.filter((region) => !value.KEYTURN_REGIONS.includes(region));
  if (strange?.length) {
    fault(
      "KEYTURN_ENABLED_REGIONS",
      `expected some of KEYTURN_REGIONS, which does not have ${strange.join(", ")}`,
    );
  }
  const { KEYTURN_CONSOLE_DOMAIN: domain, KEYTURN_CONSOLE_CERTIFICATE: certificate } = value;
  if (domain && !certificate) fault("KEYTURN_CONSOLE_CERTIFICATE", "expected beside KEYTURN_CONSOLE_DOMAIN");
  if (certificate && !domain) fault("KEYTURN_CONSOLE_DOMAIN", "expected beside KEYTURN_CONSOLE_CERTIFICATE");
});
export type DeploySettings = z.infer<typeof DeploySettings>;

type Environment = Record<string, string | undefined>;

/** What the environment of `sst deploy` says. Throws a SettingsFault that names every setting at fault. */
export function deploySettings(environment: Environment): DeploySettings {
  const set = given(environment);
  const unknown = Object.keys(set).filter((name) => !isKnown(name));
  const parsed = DeploySettings.safeParse(set);
  if (parsed.success && unknown.length === 0) return parsed.data;
  const faults = parsed.success ? [] : faultsIn(parsed.error, set, operatorSettings);
  const misspelt = unknown.map((name) => `${name}: there is no such setting`);
  throw new SettingsFault("be deployed", [...faults, ...misspelt]);
}

/** The settings that a Lambda reads, as they were given. */
export function behaviourIn(environment: Environment): Record<string, string> {
  const set = given(environment);
  return Object.fromEntries(Object.entries(set).filter(([name]) => name in behaviour));
}

/** What an operator's shell may hold for the laptop, the commands and the tests. */
const ELSEWHERE =
  /^KEYTURN_(DATA_DIR|AWS_PORT|IAM_DELAY_MS|TABLE|BUCKETS|UPDATE|MUTANTS|SMOKE_\w+|TEST_\w+|SIMULATION_\w+)$/;

/** A misspelt setting would be a rule that silently does not hold. */
function isKnown(name: string): boolean {
  return !name.startsWith("KEYTURN_") || name in operatorSettings || ELSEWHERE.test(name);
}

/** `NAME=` in an env file says nothing, as if the line were not there. */
function given(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())));
}
