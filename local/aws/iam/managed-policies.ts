import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import { parsePolicyDocument, policySize } from "../policy/policy-document.ts";
import type { XmlObject } from "../xml.ts";
import {
  type IamAction,
  type IamCall,
  limitExceeded,
  noSuchEntity,
  optional,
  required,
  SHAPES,
} from "./iam-call.ts";
import type { IamStore, ManagedPolicy } from "./iam-store.ts";
import { newId } from "./user-record.ts";

const CHARACTERS_MAX = 6144;
/** A managed policy has one version here: it is replaced as a whole, by `putManagedPolicy`. */
const VERSION = "v1";

export const createPolicy: IamAction = (call) => {
  const policyName = required(call, "PolicyName", SHAPES.policyName);
  const path = optional(call, "Path", SHAPES.path) ?? "/";
  const document = required(call, "PolicyDocument", SHAPES.policyDocument);
  const arn = `arn:aws:iam::${call.accountId}:policy${path}${policyName}`;
  call.demand("iam:CreatePolicy", arn);
  if (call.store.managedPolicy(arn) !== undefined) {
    throw new AwsError(409, "EntityAlreadyExists", `A policy called ${policyName} already exists.`);
  }
  return { Policy: describe(replaceManagedPolicy(call.store, arn, document, call.now)) };
};

export const getPolicy: IamAction = (call) => ({ Policy: describe(permittedPolicy(call, "iam:GetPolicy")) });

export const getPolicyVersion: IamAction = (call) => {
  const policy = permittedPolicy(call, "iam:GetPolicyVersion");
  if (call.params.get("VersionId") !== VERSION) {
    throw noSuchEntity(`Policy ${policy.arn} version ${call.params.get("VersionId")} does not exist.`);
  }
  return {
    PolicyVersion: {
      Document: encodeURIComponent(policy.document),
      VersionId: VERSION,
      IsDefaultVersion: true,
      CreateDate: isoSeconds(policy.updatedAt),
    },
  };
};

export function replaceManagedPolicy(
  store: IamStore,
  arn: string,
  document: string,
  now: number,
): ManagedPolicy {
  parsePolicyDocument(document);
  if (policySize(document) > CHARACTERS_MAX) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${CHARACTERS_MAX}`);
  }
  const before = store.managedPolicy(arn);
  if (before?.document === document) return before;
  const policy = {
    arn,
    policyId: before?.policyId ?? newId("ANPA", 17),
    document,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  store.saveManagedPolicy(policy);
  return policy;
}

function permittedPolicy(call: IamCall, action: string): ManagedPolicy {
  const arn = required(call, "PolicyArn", SHAPES.arn);
  call.demand(action, arn);
  const policy = call.store.managedPolicy(arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function describe(policy: ManagedPolicy): XmlObject {
  const [, path, name] = /:policy(\/(?:.*\/)?)([^/]+)$/.exec(policy.arn) ?? [];
  return {
    PolicyName: name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: path ?? "/",
    DefaultVersionId: VERSION,
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: isoSeconds(policy.createdAt),
    UpdateDate: isoSeconds(policy.updatedAt),
  };
}
