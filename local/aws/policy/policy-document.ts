import { z } from "zod";
import { AwsError } from "../aws-error.ts";

const oneOrMore = z.union([z.string().transform((value) => [value]), z.array(z.string()).min(1)]);
const action = oneOrMore.refine((list) =>
  list.every((name) => name === "*" || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(name)),
);
const resource = oneOrMore.refine((list) => list.every((name) => name === "*" || name.startsWith("arn:")));
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z.union([scalar.transform((value) => [value]), z.array(scalar)]);

const Statement = z
  .strictObject({
    Sid: z
      .string()
      .regex(/^[A-Za-z0-9]*$/)
      .optional(),
    Effect: z.enum(["Allow", "Deny"]),
    Action: action.optional(),
    NotAction: action.optional(),
    Resource: resource.optional(),
    NotResource: resource.optional(),
    Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
  })
  .refine((s) => (s.Action === undefined) !== (s.NotAction === undefined))
  .refine((s) => (s.Resource === undefined) !== (s.NotResource === undefined));

const PolicyDocument = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).default("2008-10-17"),
  Id: z.string().optional(),
  Statement: z.union([Statement.transform((s) => [s]), z.array(Statement).min(1)]).refine((list) => {
    const sids = list.flatMap((s) => (s.Sid ? [s.Sid] : []));
    return new Set(sids).size === sids.length;
  }),
});

export type PolicyDocument = z.infer<typeof PolicyDocument>;
export type Statement = z.infer<typeof Statement>;

/** Parses an identity policy; throws what IAM answers for one it does not understand. */
export function parsePolicyDocument(text: string): PolicyDocument {
  try {
    return PolicyDocument.parse(JSON.parse(text));
  } catch (error) {
    const where = error instanceof z.ZodError ? error.issues[0]?.path.join(".") : undefined;
    const hint = where ? ` (at ${where})` : "";
    throw new AwsError(400, "MalformedPolicyDocument", `Syntax errors in policy.${hint}`);
  }
}

/** IAM's quotas count a policy's characters without white space. */
export function policySize(text: string): number {
  return text.replace(/\s/g, "").length;
}
