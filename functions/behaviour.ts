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

export const List = z.string().transform(parts);

function parts(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const Text = z.string().min(1, "expected at least one character");
export const Flag = z.enum(["true", "false"], "expected true or false").transform((text) => text === "true");
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

/** The name of each setting at fault, what is wrong with it, and an example of it where `schemas` has one. */
export function faultsIn(
  { issues }: z.ZodError,
  environment: Record<string, string | undefined>,
  schemas: Record<string, z.ZodType>,
): string[] {
  return issues.map(({ path: [setting], message }) => {
    const name = String(setting);
    const fault = environment[name] === undefined ? "it is not set" : message;
    const schema = schemas[name];
    const told = schema && about.get(schema);
    return `${name}: ${fault}${told ? `, for example ${told.example}` : ""}`;
  });
}
