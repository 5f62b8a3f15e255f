import { isoSeconds } from "../disk.ts";
import { uriEncode } from "../sigv4/canonical-request.ts";
import type { XmlObject } from "../xml.ts";
import {
  deleteConflict,
  type IamAction,
  type IamCall,
  noSuchEntity,
  optional,
  paging,
  required,
} from "./iam-call.ts";
import { permittedPolicy } from "./managed-policies.ts";
import { type ManagedPolicy, type PolicyVersion, versionOf, withVersion } from "./managed-policy.ts";
import { SHAPES } from "./shapes.ts";

export const createPolicyVersion: IamAction = (call) => {
  const document = required(call, "PolicyDocument", SHAPES.policyDocument);
  const isDefault = optional(call, "SetAsDefault", SHAPES.boolean) === "true";
  const policy = permittedPolicy(call, "iam:CreatePolicyVersion");
  const changed = withVersion(policy, document, isDefault, call.now);
  call.store.saveManagedPolicy(changed);
  return { PolicyVersion: describe(changed, changed.versions.at(-1) as PolicyVersion) };
};

export const getPolicyVersion: IamAction = (call) => {
  const { policy, version } = permittedVersion(call, "iam:GetPolicyVersion");
  return {
    PolicyVersion: { Document: uriEncode(version.document), ...describe(policy, version) },
  };
};

export const listPolicyVersions: IamAction = (call) => {
  const page = paging(call);
  const policy = permittedPolicy(call, "iam:ListPolicyVersions");
  // Newest first, and `page` goes by text.
  const place = ({ versionId }: PolicyVersion) => String(1_000_000 - Number(versionId.slice(1)));
  const { items, rest } = page(policy.versions, place);
  return { Versions: { member: items.map((version) => describe(policy, version)) }, ...rest };
};

export const setDefaultPolicyVersion: IamAction = (call) => {
  const { policy, version } = permittedVersion(call, "iam:SetDefaultPolicyVersion");
  const { versionId: defaultVersionId } = version;
  call.store.saveManagedPolicy({ ...policy, defaultVersionId, updatedAt: call.now });
  return undefined;
};

export const deletePolicyVersion: IamAction = (call) => {
  const { policy, version } = permittedVersion(call, "iam:DeletePolicyVersion");
  if (version.versionId === policy.defaultVersionId) {
    throw deleteConflict("Cannot delete the default version of a policy.");
  }
  call.store.saveManagedPolicy({
    ...policy,
    versions: policy.versions.filter((other) => other !== version),
  });
  return undefined;
};

function permittedVersion(call: IamCall, action: string) {
  const versionId = required(call, "VersionId", SHAPES.versionId);
  const policy = permittedPolicy(call, action);
  const version = versionOf(policy, versionId);
  if (version !== undefined) return { policy, version };
  throw noSuchEntity(`Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`);
}

function describe(policy: ManagedPolicy, { versionId, createdAt }: PolicyVersion): XmlObject {
  return {
    VersionId: versionId,
    IsDefaultVersion: versionId === policy.defaultVersionId,
    CreateDate: isoSeconds(createdAt),
  };
}
