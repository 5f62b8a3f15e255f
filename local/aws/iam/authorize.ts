import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import { contextOf } from "../policy/conditions.ts";
import { type Access, isAllowed } from "../policy/evaluate.ts";
import { type Caller, isRoot } from "./caller.ts";
import type { IamStore } from "./iam-store.ts";
import type { UserRecord } from "./user-record.ts";

/** A key that can have several values in one request (`aws:TagKeys`) has a list of them. */
export type ConditionKeys = Record<string, string | readonly string[] | undefined>;
/** Whether a caller may perform an action on a resource, given the condition keys the service sets. */
export type May = (caller: Caller, action: string, resource: string, keys?: ConditionKeys) => boolean;

/** What a session of a role asked to do, and whether its policies let it. */
export interface RoleAccess extends Access {
  role: string;
  allowed: boolean;
}

export function permissions(
  store: IamStore,
  now: () => number,
  onRoleAccess?: (access: RoleAccess) => void,
): May {
  return (caller, action, resource, keys = {}) => {
    if (isRoot(caller)) return true;
    const access = { action, resource, context: requestContext(caller, now(), keys) };
    if (caller.role) {
      const allowed = isAllowed(caller.role.policies, undefined, access);
      onRoleAccess?.({ ...access, role: caller.role.name, allowed });
      return allowed;
    }
    return mayUser(store, caller.user as UserRecord, access);
  };
}

function mayUser(store: IamStore, user: UserRecord, access: Access): boolean {
  const policies = user.policies.map((policy) => store.document(policy.document));
  const boundary = user.permissionsBoundary;
  const document = boundary === undefined ? undefined : store.boundaryDocument(boundary);
  const limits = boundary === undefined ? undefined : document ? [store.document(document)] : [];
  return isAllowed(policies, limits, access);
}

function requestContext(caller: Caller, now: number, keys: ConditionKeys) {
  const { user, role, accountId } = caller;
  return contextOf({
    ...keys,
    "aws:username": user?.userName,
    "aws:userid": caller.userId,
    // Of a session, that of its role.
    "aws:PrincipalArn": role ? `arn:aws:iam::${accountId}:role/${role.name}` : caller.arn,
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalType": user ? "User" : role ? "AssumedRole" : "Account",
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
