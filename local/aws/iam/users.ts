import { AwsError } from "../aws-error.ts";
import { isoSeconds } from "../disk.ts";
import type { XmlObject } from "../xml.ts";
import { attachableBoundary } from "./boundaries.ts";
import { isRoot } from "./caller.ts";
import {
  type IamAction,
  type IamCall,
  limitExceeded,
  optional,
  page,
  permittedUser,
  required,
  SHAPES,
  tagsParam,
  userNameOrOwn,
} from "./iam-call.ts";
import { newId, type UserRecord, userArn } from "./user-record.ts";
import { TAGS_MAX, tagList } from "./user-tags.ts";

export const createUser: IamAction = (call) => {
  const userName = required(call, "UserName", SHAPES.userName);
  const path = optional(call, "Path", SHAPES.path) ?? "/";
  const boundary = optional(call, "PermissionsBoundary", SHAPES.arn);
  const tags = tagsParam(call);
  const requestTags = tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value]);
  const arn = userArn(call.accountId, { path, userName });
  call.demand("iam:CreateUser", arn, {
    "iam:PermissionsBoundary": boundary,
    ...Object.fromEntries(requestTags),
  });
  for (const { key, value } of tags) {
    call.demand("iam:TagUser", arn, { "aws:TagKeys": key, [`aws:RequestTag/${key}`]: value });
  }
  if (call.store.isNameTaken(userName)) {
    throw new AwsError(409, "EntityAlreadyExists", `User with name ${userName} already exists.`);
  }
  if (call.store.userCount() >= call.usersMax) {
    throw limitExceeded(`Cannot exceed quota for UsersPerAccount: ${call.usersMax}`);
  }
  if (tags.length > TAGS_MAX) throw limitExceeded(`Cannot exceed quota for TagsPerUser: ${TAGS_MAX}`);
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
  const prefix = optional(call, "PathPrefix", SHAPES.pathPrefix) ?? "/";
  call.demand("iam:ListUsers", `arn:aws:iam::${call.accountId}:user${prefix}`);
  const matching = call.store.allUsers().filter((user) => user.path.startsWith(prefix));
  const { items, rest } = page(call, matching, (user) => user.userName);
  // As on AWS, a list says neither tags nor boundary.
  const member = items.map((user) => ({
    ...describeUser(call, user),
    Tags: undefined,
    PermissionsBoundary: undefined,
  }));
  return { Users: { member }, ...rest };
};

export const deleteUser: IamAction = (call) => {
  const user = permittedUser(call, "iam:DeleteUser", required(call, "UserName", SHAPES.userName));
  const left = user.accessKeys.length > 0 ? "access keys" : user.policies.length > 0 ? "policies" : undefined;
  if (left !== undefined) {
    throw new AwsError(409, "DeleteConflict", `Cannot delete entity, must delete ${left} first.`);
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
