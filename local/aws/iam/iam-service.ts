import { AwsError } from "../aws-error.ts";
import * as accessKeys from "./access-keys.ts";
import { getAccountSummary } from "./account-summary.ts";
import { demand, type May } from "./authorize.ts";
import { putUserPermissionsBoundary } from "./boundaries.ts";
import type { Caller } from "./caller.ts";
import type { IamAction } from "./iam-call.ts";
import type { IamStore } from "./iam-store.ts";
import * as managedPolicies from "./managed-policies.ts";
import * as userPolicies from "./user-policies.ts";
import { listUserTags, tagUser } from "./user-tags.ts";
import * as users from "./users.ts";

const VERSION = "2010-05-08";

const ACTIONS = new Map<string, IamAction>([
  ["CreateUser", users.createUser],
  ["GetUser", users.getUser],
  ["ListUsers", users.listUsers],
  ["DeleteUser", users.deleteUser],
  ["TagUser", tagUser],
  ["ListUserTags", listUserTags],
  ["PutUserPermissionsBoundary", putUserPermissionsBoundary],
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
  ["GetPolicyVersion", managedPolicies.getPolicyVersion],
]);

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
    if (perform === undefined || params.get("Version") !== VERSION) throw invalidAction(action, params);
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
