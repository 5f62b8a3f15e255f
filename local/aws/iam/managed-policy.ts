import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import { parseManagedPolicyDocument, policySize } from "../policy/policy-document.ts";
import { newId } from "./user-record.ts";

export const CHARACTERS_MAX = 6144;
export const VERSIONS_MAX = 5;

const PolicyVersion = z.strictObject({ versionId: z.string(), document: z.string(), createdAt: z.number() });
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** A managed policy with its versions, oldest first, of which one is in force. */
export const ManagedPolicy = z.preprocess(
  // Of a data folder from before policies had versions.
  (read) => {
    const { document, ...policy } = read as { document?: string; createdAt: number };
    if (document === undefined) return read;
    const versions = [{ versionId: "v1", document, createdAt: policy.createdAt }];
    return { ...policy, versions, defaultVersionId: "v1", versionsMade: 1 };
  },
  z.strictObject({
    arn: z.string(),
    policyId: z.string(),
    description: z.string().optional(),
    versions: z.array(PolicyVersion).min(1),
    defaultVersionId: z.string(),
    /** Numbers of versions are not used twice. */
    versionsMade: z.number(),
    createdAt: z.number(),
    updatedAt: z.number(),
  }),
);
export type ManagedPolicy = z.infer<typeof ManagedPolicy>;

export function newPolicy(arn: string, document: string, now: number, description?: string): ManagedPolicy {
  const empty = { arn, policyId: newId("ANPA", 17), ...(description === undefined ? {} : { description }) };
  const bare = {
    ...empty,
    versions: [],
    defaultVersionId: "",
    versionsMade: 0,
    createdAt: now,
    updatedAt: now,
  };
  return withVersion(bare, document, true, now);
}

/** One version more. Throws what IAM answers for a text that is none, and for a sixth version. */
export function withVersion(
  policy: ManagedPolicy,
  document: string,
  isDefault: boolean,
  now: number,
): ManagedPolicy {
  parseManagedPolicyDocument(document);
  if (policySize(document) > CHARACTERS_MAX) {
    throw new AwsError(409, "LimitExceeded", `Cannot exceed quota for PolicySize: ${CHARACTERS_MAX}`);
  }
  if (policy.versions.length >= VERSIONS_MAX) {
    const message = `A managed policy can have up to ${VERSIONS_MAX} versions. Before you create a new version, you must delete an existing version.`;
    throw new AwsError(409, "LimitExceeded", message);
  }
  const versionId = `v${policy.versionsMade + 1}`;
  return {
    ...policy,
    versions: [...policy.versions, { versionId, document, createdAt: now }],
    versionsMade: policy.versionsMade + 1,
    defaultVersionId: isDefault ? versionId : policy.defaultVersionId,
    updatedAt: now,
  };
}

/** What a deploy does with a policy whose text changed: a new version is in force, and the oldest makes room for it. */
export function replaced(policy: ManagedPolicy, document: string, now: number): ManagedPolicy {
  if (documentOf(policy) === document) return policy;
  const { versions, defaultVersionId } = policy;
  const oldest = versions.find(({ versionId }) => versionId !== defaultVersionId);
  const kept = versions.length < VERSIONS_MAX ? versions : versions.filter((version) => version !== oldest);
  return withVersion({ ...policy, versions: kept }, document, true, now);
}

/** The text that is in force. */
export function documentOf(policy: ManagedPolicy): string {
  return versionOf(policy, policy.defaultVersionId)?.document ?? "";
}

export function versionOf(policy: ManagedPolicy, versionId: string): PolicyVersion | undefined {
  return policy.versions.find((version) => version.versionId === versionId);
}
