import { AwsError } from "../aws-error.ts";
import * as accessKeys from "./access-keys.ts";
import { getAccountSummary } from "./account-summary.ts";
import { demand, type May } from "./authorize.ts";
import * as boundaries from "./boundaries.ts";
import type { Caller } from "./caller.ts";
import { type IamAction, notImplemented } from "./iam-call.ts";
import type { IamStore } from "./iam-store.ts";
import * as managedPolicies from "./managed-policies.ts";
import * as versions from "./policy-versions.ts";
import * as userPolicies from "./user-policies.ts";
import * as tags from "./user-tags.ts";
import * as users from "./users.ts";

const VERSION = "2010-05-08";

const ACTIONS = new Map<string, IamAction>([
  ["CreateUser", users.createUser],
  ["GetUser", users.getUser],
  ["ListUsers", users.listUsers],
  ["UpdateUser", users.updateUser],
  ["DeleteUser", users.deleteUser],
  ["TagUser", tags.tagUser],
  ["UntagUser", tags.untagUser],
  ["ListUserTags", tags.listUserTags],
  ["PutUserPermissionsBoundary", boundaries.putUserPermissionsBoundary],
  ["DeleteUserPermissionsBoundary", boundaries.deleteUserPermissionsBoundary],
  ["PutUserPolicy", userPolicies.putUserPolicy],
  ["GetUserPolicy", userPolicies.getUserPolicy],
  ["ListUserPolicies", userPolicies.listUserPolicies],
  ["DeleteUserPolicy", userPolicies.deleteUserPolicy],
  ["CreateAccessKey", accessKeys.createAccessKey],
  ["UpdateAccessKey", accessKeys.updateAccessKey],
  ["DeleteAccessKey", accessKeys.deleteAccessKey],
  ["ListAccessKeys", accessKeys.listAccessKeys],
  ["GetAccessKeyLastUsed", accessKeys.getAccessKeyLastUsed],
  ["GetAccountSummary", getAccountSummary],
  ["CreatePolicy", managedPolicies.createPolicy],
  ["GetPolicy", managedPolicies.getPolicy],
  ["ListPolicies", managedPolicies.listPolicies],
  ["DeletePolicy", managedPolicies.deletePolicy],
  ["CreatePolicyVersion", versions.createPolicyVersion],
  ["GetPolicyVersion", versions.getPolicyVersion],
  ["ListPolicyVersions", versions.listPolicyVersions],
  ["SetDefaultPolicyVersion", versions.setDefaultPolicyVersion],
  ["DeletePolicyVersion", versions.deletePolicyVersion],
]);

/** How the names of IAM's operations begin: what is called so, and is none of the above, AWS may well do. */
const VERBS =
  /^(Accept|Add|Associate|Attach|Change|Create|Deactivate|Delegate|Delete|Detach|Disable|Enable|Generate|Get|List|Put|Reject|Remove|Reset|Resync|Send|Set|Simulate|Tag|Untag|Update|Upload)[A-Z]/;

interface IamServiceParts {
  store: IamStore;
  may: May;
  accountId: string;
  usersMax: number;
  now(): number;
}

export function iamService(parts: IamServiceParts) {
  const { store, may, accountId, usersMax, now } = parts;
  return (action: string, params: URLSearchParams, caller: Caller) => {
    const perform = ACTIONS.get(action);
    if (params.get("Version") !== VERSION) throw invalidAction(action, params);
    if (perform === undefined)
      throw VERBS.test(action) ? notImplemented(action) : invalidAction(action, params);
    if (caller.sessionIssuedAt !== undefined && !caller.role) {
      // What GetSessionToken hands out (without MFA) cannot call IAM at all.
      throw new AwsError(
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid",
      );
    }
    return perform({
      params,
      caller,
      store,
      accountId,
      usersMax,
      now: now(),
      demand: (name, resource, keys) => demand(may, caller, name, resource, keys),
    });
  };
}

export function invalidAction(action: string, params: URLSearchParams): AwsError {
  const version = params.get("Version") ?? "(none)";
  return new AwsError(400, "InvalidAction", `Could not find operation ${action} for version ${version}`);
}
