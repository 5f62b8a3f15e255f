import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import type { XmlObject } from "../xml.ts";
import { attachableBoundary } from "./boundaries.ts";
import { isRoot } from "./caller.ts";
import {
  deleteConflict,
  type IamAction,
  type IamCall,
  limitExceeded,
  notImplemented,
  optional,
  paging,
  permittedUser,
  required,
  requiredArn,
  requiredUserName,
  userNameOrOwn,
} from "./iam-call.ts";
import { SHAPES } from "./shapes.ts";
import { newId, type UserRecord, userArn } from "./user-record.ts";
import { tagKeys, tagList, tagsParam } from "./user-tags.ts";

export const createUser: IamAction = (call) => {
  const userName = required(call, "UserName", SHAPES.userName);
  const path = optional(call, "Path", SHAPES.path) ?? "/";
  const boundary = call.params.has("PermissionsBoundary")
    ? requiredArn(call, "PermissionsBoundary")
    : undefined;
  const tags = tagsParam(call);
  const arn = userArn(call.accountId, { path, userName });
  call.demand("iam:CreateUser", arn, { "iam:PermissionsBoundary": boundary, ...tagKeys(tags) });
  if (tags.length > 0) call.demand("iam:TagUser", arn, tagKeys(tags));
  if (call.store.isNameTaken(userName)) {
    throw new AwsError(409, "EntityAlreadyExists", `User with name ${userName} already exists.`);
  }
  if (call.store.userCount() >= call.usersMax) {
    throw limitExceeded(`Cannot exceed quota for UsersPerAccount: ${call.usersMax}`);
  }
  const user: UserRecord = {
    userName,
    userId: newId("AIDA", 17),
    path,
    createdAt: call.now,
    ...(boundary === undefined ? {} : { permissionsBoundary: attachableBoundary(call, boundary) }),
    tags,
    policies: [],
    accessKeys: [],
  };
  call.store.saveUser(user);
  return { User: describeUser(call, user) };
};

export const getUser: IamAction = (call) => {
  if (isRoot(call.caller) && !call.params.has("UserName")) return { User: describeRoot(call) };
  return { User: describeUser(call, permittedUser(call, "iam:GetUser", userNameOrOwn(call))) };
};

export const listUsers: IamAction = (call) => {
  const page = paging(call);
  const prefix = optional(call, "PathPrefix", SHAPES.pathPrefix) ?? "/";
  call.demand("iam:ListUsers", `arn:aws:iam::${call.accountId}:user${prefix}`);
  const matching = call.store.allUsers().filter((user) => user.path.startsWith(prefix));
  const { items, rest } = page(matching, (user) => user.userName);
  // As on AWS, a list says neither tags nor boundary.
  const member = items.map((user) => ({
    ...describeUser(call, user),
    Tags: undefined,
    PermissionsBoundary: undefined,
  }));
  return { Users: { member }, ...rest };
};

/** To another path: its ARN changes, and its keys and policies stay. AWS asks for the right to both. */
export const updateUser: IamAction = (call) => {
  const userName = requiredUserName(call);
  const path = optional(call, "NewPath", SHAPES.path);
  const newName = optional(call, "NewUserName", SHAPES.userName);
  const user = permittedUser(call, "iam:UpdateUser", userName);
  const moved = { ...user, path: path ?? user.path };
  call.demand("iam:UpdateUser", userArn(call.accountId, moved));
  if (newName !== undefined && newName !== userName) throw notImplemented("NewUserName of UpdateUser");
  call.store.saveUser(moved);
  return undefined;
};

export const deleteUser: IamAction = (call) => {
  const user = permittedUser(call, "iam:DeleteUser", requiredUserName(call));
  const left = user.accessKeys.length > 0 ? "access keys" : user.policies.length > 0 ? "policies" : undefined;
  if (left !== undefined) {
    throw deleteConflict(`Cannot delete entity, must delete ${left} first.`);
  }
  call.store.deleteUser(user);
  return undefined;
};

function describeUser(call: IamCall, user: UserRecord): XmlObject {
  const boundary = user.permissionsBoundary;
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: userArn(call.accountId, user),
    CreateDate: isoSeconds(user.createdAt),
    PermissionsBoundary:
      boundary === undefined
        ? undefined
        : { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: boundary },
    Tags: user.tags.length === 0 ? undefined : tagList(user.tags),
  };
}

function describeRoot(call: IamCall): XmlObject {
  return {
    Path: "/",
    UserId: call.accountId,
    Arn: call.caller.arn,
    CreateDate: isoSeconds(0),
  };
}
