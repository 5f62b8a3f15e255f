import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import type { XmlObject } from "../xml.ts";
import {
  deleteConflict,
  type IamAction,
  type IamCall,
  noSuchEntity,
  notImplemented,
  optional,
  paging,
  required,
  requiredArn,
} from "./iam-call.ts";
import { type ManagedPolicy, newPolicy } from "./managed-policy.ts";
import { SHAPES } from "./shapes.ts";

export const createPolicy: IamAction = (call) => {
  const policyName = required(call, "PolicyName", SHAPES.policyName);
  const path = optional(call, "Path", SHAPES.policyPath) ?? "/";
  const document = required(call, "PolicyDocument", SHAPES.policyDocument);
  const description = optional(call, "Description", SHAPES.description);
  if (call.params.has("Tags.member.1.Key")) throw notImplemented("tags of policies");
  const arn = `arn:aws:iam::${call.accountId}:policy${path}${policyName}`;
  call.demand("iam:CreatePolicy", arn);
  const isTaken = call.store
    .allManagedPolicies()
    .some((policy) => nameOf(policy).toLowerCase() === policyName.toLowerCase());
  if (isTaken) {
    const message = `A policy called ${policyName} already exists. Duplicate names are not allowed.`;
    throw new AwsError(409, "EntityAlreadyExists", message);
  }
  const policy = newPolicy(arn, document, call.now, description);
  call.store.saveManagedPolicy(policy);
  return { Policy: describe(call, policy) };
};

export const getPolicy: IamAction = (call) => {
  const policy = permittedPolicy(call, "iam:GetPolicy");
  return { Policy: { ...describe(call, policy), Description: policy.description } };
};

export const listPolicies: IamAction = (call) => {
  const page = paging(call);
  const scope = optional(call, "Scope", SHAPES.scope) ?? "All";
  const prefix = optional(call, "PathPrefix", SHAPES.policyPath) ?? "/";
  const usage = optional(call, "PolicyUsageFilter", SHAPES.policyUsage);
  const onlyAttached = optional(call, "OnlyAttached", SHAPES.boolean) === "true";
  call.demand("iam:ListPolicies", "*");
  // All are the account's own: there are none of AWS's here. And none can be attached but as a boundary.
  const wanted = (policy: ManagedPolicy) =>
    scope !== "AWS" &&
    pathOf(policy).startsWith(prefix) &&
    usage !== "PermissionsPolicy" &&
    !(onlyAttached && usersOf(call, policy) === 0);
  const { items, rest } = page(call.store.allManagedPolicies().filter(wanted), nameOf);
  return { Policies: { member: items.map((policy) => describe(call, policy)) }, ...rest };
};

export const deletePolicy: IamAction = (call) => {
  const policy = permittedPolicy(call, "iam:DeletePolicy");
  if (usersOf(call, policy) > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
  if (policy.versions.length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  call.store.deleteManagedPolicy(policy);
  return undefined;
};

/** The policy a call is about, once the caller is found to be allowed the action on it. */
export function permittedPolicy(call: IamCall, action: string): ManagedPolicy {
  const arn = requiredArn(call, "PolicyArn");
  call.demand(action, arn);
  const policy = call.store.managedPolicy(arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** How many have it for their boundary. */
function usersOf(call: IamCall, { arn }: ManagedPolicy): number {
  return call.store.allUsers().filter((user) => user.permissionsBoundary === arn).length;
}

function describe(call: IamCall, policy: ManagedPolicy): XmlObject {
  return {
    PolicyName: nameOf(policy),
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: pathOf(policy),
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: usersOf(call, policy),
    IsAttachable: true,
    CreateDate: isoSeconds(policy.createdAt),
    UpdateDate: isoSeconds(policy.updatedAt),
  };
}

function nameOf({ arn }: ManagedPolicy): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function pathOf({ arn }: ManagedPolicy): string {
  return arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);
}
