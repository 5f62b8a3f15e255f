import { parsePolicyDocument, policySize } from "../policy/policy-document.ts";
import { uriEncode } from "../sigv4/canonical-request.ts";
import {
  type IamAction,
  type IamCall,
  limitExceeded,
  noSuchEntity,
  paging,
  permittedUser,
  required,
  requiredUserName,
} from "./iam-call.ts";
import { SHAPES } from "./shapes.ts";
import type { UserRecord } from "./user-record.ts";

/** IAM's quota for all inline policies of a user together, white space not counted. */
export const INLINE_CHARACTERS_MAX = 2048;

export const putUserPolicy: IamAction = (call) => {
  const policyName = required(call, "PolicyName", SHAPES.policyName);
  const document = required(call, "PolicyDocument", SHAPES.policyDocument);
  const user = permittedPolicyUser(call, "iam:PutUserPolicy");
  parsePolicyDocument(document);
  const others = user.policies.filter((policy) => policy.policyName !== policyName);
  const policies = [...others, { policyName, document }];
  const size = policies.reduce((sum, policy) => sum + policySize(policy.document), 0);
  if (size > INLINE_CHARACTERS_MAX) {
    throw limitExceeded(
      `Maximum policy size of ${INLINE_CHARACTERS_MAX} bytes exceeded for user ${user.userName}`,
    );
  }
  call.store.saveUser({ ...user, policies });
  return undefined;
};

export const getUserPolicy: IamAction = (call) => {
  const policyName = required(call, "PolicyName", SHAPES.policyName);
  const user = permittedUser(call, "iam:GetUserPolicy", requiredUserName(call));
  const { document } = existingPolicy(user, policyName);
  return {
    UserName: user.userName,
    PolicyName: policyName,
    PolicyDocument: uriEncode(document),
  };
};

export const listUserPolicies: IamAction = (call) => {
  const page = paging(call);
  const user = permittedUser(call, "iam:ListUserPolicies", requiredUserName(call));
  const names = user.policies.map((policy) => policy.policyName);
  const { items, rest } = page(names, (name) => name);
  return { PolicyNames: { member: items }, ...rest };
};

export const deleteUserPolicy: IamAction = (call) => {
  const policyName = required(call, "PolicyName", SHAPES.policyName);
  const user = permittedPolicyUser(call, "iam:DeleteUserPolicy");
  existingPolicy(user, policyName);
  const policies = user.policies.filter((policy) => policy.policyName !== policyName);
  call.store.saveUser({ ...user, policies });
  return undefined;
};

/** Changing a user's policies can be made to depend on the boundary the user already has. */
function permittedPolicyUser(call: IamCall, action: string): UserRecord {
  return permittedUser(call, action, requiredUserName(call), (user) => ({
    "iam:PermissionsBoundary": user?.permissionsBoundary,
  }));
}

function existingPolicy(user: UserRecord, policyName: string) {
  const policy = user.policies.find((candidate) => candidate.policyName === policyName);
  if (policy === undefined) {
    throw noSuchEntity(`The user policy with name ${policyName} cannot be found.`);
  }
  return policy;
}
