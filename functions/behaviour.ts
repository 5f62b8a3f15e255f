import * as z from "zod";
import { Role } from "../core/caller/caller.ts";
import { Preset, PresetName } from "../core/policy/preset.ts";
import { about, Flag, List, Pairs, Regions, Text } from "./setting-types.ts";

const IamPath = z
  .string()
  .regex(
    /^\/(?!keyturn\/)([\w+=.@-]+\/)+$/,
    "expected IAM paths like /portal/, none of them under /keyturn/",
  );

const ClaimName = z.string().regex(/^[\w:./-]+$/, "expected names of claims, separated by commas");

/** What decides how requests and keys are treated: set by whoever deploys, read in every Lambda. */
export const behaviour = {
  KEYTURN_MAIL_SENDER: z.email("expected a mail address").optional().register(about, {
    says: "The address that contacts are mailed from, verified in SES, it or its domain; without it nobody is mailed",
    example: "keys@example.com",
  }),
  KEYTURN_PRESET: PresetName.default("data-services").register(about, {
    says: "Whose rules apply: `data-services`, `cloud-dashboard` or `connector`",
    example: "connector",
  }),
  KEYTURN_KEY_MANAGER_ROLES: List.pipe(Preset.shape.keyManagerRoles).optional().register(about, {
    says: "Overrides the preset's: the roles that manage keys",
    example: "super_admin,admin",
  }),
  KEYTURN_REMOVAL_ALLOWED: Flag.optional().register(about, {
    says: "Overrides the preset's: whether a connection may be left without a key",
    example: "false",
  }),
  KEYTURN_ENABLED_REGIONS: Regions.optional().register(about, {
    says: "Those of `KEYTURN_REGIONS` where new folders, and first keys of a region, are made; all of them by default. What lies in another goes on working, and its keys can be reset",
    example: "eu-central-1",
  }),
  KEYTURN_ADOPTED_USER_PATHS: List.pipe(z.array(IamPath)).default([]).register(about, {
    says: "IAM paths of users that a portal made before Keyturn, that may be adopted, and whose keys Keyturn then manages; without it none is",
    example: "/portal/s3/",
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
    says: "The claim shown as `updatedBy`, in history and in events; without it `sub` is. Where that matters, let it be no mail address",
    example: "preferred_username",
  }),
  KEYTURN_ROLE_MAP: Pairs.pipe(z.map(z.string(), Role).min(1, "expected name=value,name=value"))
    .optional()
    .register(about, {
      says: "What the issuer calls Keyturn's roles; by default what Keyturn calls them",
      example: "Administrator=admin,Helpdesk=support",
    }),
  KEYTURN_SUPPORT_CLAIMS: List.pipe(z.array(ClaimName)).default([]).register(about, {
    says: "Claims, beside `act`, whose presence says that somebody acts for the user, who then counts as support",
    example: "impersonated_by",
  }),
};
