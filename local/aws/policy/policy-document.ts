import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import { readOperator } from "./operators.ts";

/** What IAM says of a fault. Of anything else that it does not understand it says that the syntax is wrong. */
const SAYS = {
  vendor: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  colons: "Actions/Condition can contain only one colon.",
  noActions: "Policy statement must contain actions.",
  noResources: "Policy statement must contain resources.",
  sids: "Statement IDs (SID) in a single policy must be unique.",
  principal: "Policy document should not specify a principal.",
};

const SYNTAX = "Syntax errors in policy.";

/** One of a kind may stand without its list. */
const listed = <T extends z.ZodType>(one: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(one));
/** Refuses a value for the part of it that `find` finds, in words that name the part. */
function refuse<T>(find: (value: T) => string | undefined, says: (strange: string) => string) {
  return z.check<T>(({ value, issues }) => {
    const strange = find(value);
    if (strange !== undefined) issues.push({ code: "custom", message: says(strange), input: value });
  });
}

const action = listed(z.string())
  .refine((list) => list.length > 0, SAYS.noActions)
  .refine((list) => list.every((name) => name === "*" || name.includes(":")), SAYS.vendor)
  .refine((list) => list.every((name) => name.split(":").length <= 2), SAYS.colons)
  .refine(
    (list) => list.every((name) => name === "*" || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(name)),
    SYNTAX,
  );
const resource = listed(z.string())
  .refine((list) => list.length > 0, SAYS.noResources)
  .check(
    refuse(
      (list) => list.find((name) => name !== "*" && !name.startsWith("arn:")),
      (strange) => `Resource ${strange} must be in ARN format or "*".`,
    ),
  );
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const conditions = z.record(z.string(), z.record(z.string(), listed(scalar))).check(
  refuse(
    (tests) => Object.keys(tests).find((name) => name !== "Null" && readOperator(name) === undefined),
    (strange) => `Invalid Condition type : ${strange}.`,
  ),
);
const nobody = z.unknown().refine((principal) => principal === undefined, SAYS.principal);

const Statement = z
  .strictObject({
    Sid: z
      .string()
      .regex(/^[A-Za-z0-9]*$/)
      .optional(),
    Effect: z.enum(["Allow", "Deny"]),
    Principal: nobody.optional(),
    NotPrincipal: nobody.optional(),
    Action: action.optional(),
    NotAction: action.optional(),
    Resource: resource.optional(),
    NotResource: resource.optional(),
    Condition: conditions.optional(),
  })
  .refine((s) => s.Action !== undefined || s.NotAction !== undefined, SAYS.noActions)
  .refine((s) => s.Resource !== undefined || s.NotResource !== undefined, SAYS.noResources)
  .refine((s) => s.Action === undefined || s.NotAction === undefined, SYNTAX)
  .refine((s) => s.Resource === undefined || s.NotResource === undefined, SYNTAX);

const PolicyDocument = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).default("2008-10-17"),
  Id: z.string().optional(),
  Statement: listed(Statement)
    .refine((list) => list.length > 0, SYNTAX)
    .refine((list) => {
      const sids = list.flatMap((s) => (s.Sid ? [s.Sid] : []));
      return new Set(sids).size === sids.length;
    }, SAYS.sids),
});

export type PolicyDocument = z.infer<typeof PolicyDocument>;
export type Statement = z.infer<typeof Statement>;

/** Parses an identity policy; throws what IAM answers for one it does not understand. */
export function parsePolicyDocument(text: string): PolicyDocument {
  const parsed = PolicyDocument.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues.find(({ code }) => code === "custom");
  throw malformed(told?.message ?? SYNTAX);
}

/** A managed policy has to say that it is of today's version; in an inline one that is left open. */
export function parseManagedPolicyDocument(text: string): PolicyDocument {
  const document = parsePolicyDocument(text);
  if (document.Version === "2012-10-17") return document;
  throw malformed("Policy document must be version 2012-10-17 or greater.");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(message: string): AwsError {
  return new AwsError(400, "MalformedPolicyDocument", message);
}

/** IAM's quotas count a policy's characters without white space. */
export function policySize(text: string): number {
  return text.replace(/\s/g, "").length;
}
