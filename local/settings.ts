import { resolve } from "node:path";
import * as z from "zod";
import { faultsIn, Regions } from "../functions/setting-types.ts";
import { operatorSettings } from "../functions/settings.ts";
import { SettingsFault } from "../functions/settings-fault.ts";

const aPort = "expected a port, 0 to 65535";
const Port = z
  .string()
  .regex(/^\d{1,5}$/, aPort)
  .transform(Number)
  .pipe(z.number().max(65_535, aPort));

/** Another cloud has no such address: there nobody is mailed unless one is set. */
const MAIL_SENDER = "keys@keyturn.example";

const LocalEnv = z.object({
  PORT: Port.prefault("3000"),
  KEYTURN_AWS_PORT: Port.prefault("4747"),
  KEYTURN_DATA_DIR: z.string().min(1).default(".keyturn"),
  KEYTURN_REGIONS: Regions.default(["us-east-1", "eu-central-1"]),
  /** How long a new key is not accepted yet and a deleted one still is, as on AWS; milliseconds. */
  KEYTURN_IAM_DELAY_MS: z.coerce.number("expected milliseconds").int().min(0).max(60_000).default(0),
  KEYTURN_CORS_ORIGINS: operatorSettings.KEYTURN_CORS_ORIGINS,
  KEYTURN_MAIL_SENDER: operatorSettings.KEYTURN_MAIL_SENDER,
  KEYTURN_ADOPTED_USER_PATHS: operatorSettings.KEYTURN_ADOPTED_USER_PATHS,
  AWS_ENDPOINT_URL: z.url().optional(),
});

export interface LocalSettings {
  port: number;
  awsPort: number;
  dataDir: string;
  regions: string[];
  iamDelayMs: number;
  corsOrigins: string[];
  /** Whom the mails of the laptop's own SES come from. */
  mailSender: string;
  /** Where IAM users may be adopted. */
  adoptedUserPaths: string[];
  /** Work in the cloud that the AWS SDK finds, instead of the laptop's own. */
  externalAws: boolean;
}

/** Throws one sentence that names every setting, or option, at fault. */
export function localSettings(args: string[], environment: NodeJS.ProcessEnv): LocalSettings {
  const unknown = args.filter((arg) => arg !== "--aws");
  if (unknown.length > 0) throw new Error(`Keyturn cannot start: it knows no option ${unknown.join(" ")}`);
  const parsed = LocalEnv.safeParse(environment);
  if (!parsed.success)
    throw new SettingsFault("start", faultsIn(parsed.error, environment, operatorSettings));
  const env = parsed.data;
  return {
    port: env.PORT,
    awsPort: env.KEYTURN_AWS_PORT,
    dataDir: resolve(env.KEYTURN_DATA_DIR),
    regions: env.KEYTURN_REGIONS,
    iamDelayMs: env.KEYTURN_IAM_DELAY_MS,
    corsOrigins: env.KEYTURN_CORS_ORIGINS,
    mailSender: env.KEYTURN_MAIL_SENDER ?? MAIL_SENDER,
    adoptedUserPaths: env.KEYTURN_ADOPTED_USER_PATHS,
    externalAws: args.includes("--aws") || env.AWS_ENDPOINT_URL !== undefined,
  };
}
