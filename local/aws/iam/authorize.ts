import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import { contextOf } from "../policy/conditions.ts";
import { isAllowed } from "../policy/evaluate.ts";
import type { Caller } from "./caller.ts";
import type { IamStore } from "./iam-store.ts";

/** A key that can have several values in one request (`aws:TagKeys`) has a list of them. */
export type ConditionKeys = Record<string, string | readonly string[] | undefined>;
/** Whether a caller may perform an action on a resource, given the condition keys the service sets. */
export type May = (caller: Caller, action: string, resource: string, keys?: ConditionKeys) => boolean;

export function permissions(store: IamStore, now: () => number): May {
  return (caller, action, resource, keys = {}) => {
    const { user } = caller;
    if (user === undefined) return true;
    const policies = user.policies.map((policy) => store.document(policy.document));
    const boundary = user.permissionsBoundary;
    const document = boundary === undefined ? undefined : store.boundaryDocument(boundary);
    const limits = boundary === undefined ? undefined : document ? [store.document(document)] : [];
    return isAllowed(policies, limits, { action, resource, context: requestContext(caller, now(), keys) });
  };
}

function requestContext(caller: Caller, now: number, keys: ConditionKeys) {
  return contextOf({
    ...keys,
    "aws:username": caller.user?.userName,
    "aws:userid": caller.userId,
    "aws:PrincipalArn": caller.arn,
    "aws:PrincipalAccount": caller.accountId,
    "aws:PrincipalType": caller.user ? "User" : "Account",
    "aws:SecureTransport": "false",
    "aws:CurrentTime": isoSeconds(now),
    // Present for temporary credentials only: what a policy tells a key and its sessions apart by.
    "aws:TokenIssueTime":
      caller.sessionIssuedAt === undefined ? undefined : isoSeconds(caller.sessionIssuedAt),
  });
}

/** Throws what AWS answers when `may` says no; `code` differs between the services. */
export function demand(
  may: May,
  caller: Caller,
  action: string,
  resource: string,
  keys?: ConditionKeys,
  code = "AccessDenied",
  status = 403,
): void {
  if (may(caller, action, resource, keys)) return;
  const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  throw new AwsError(status, code, message);
}
