import { isoSeconds } from "../disk.ts";
import {
  type IamAction,
  limitExceeded,
  noSuchEntity,
  paging,
  permittedUser,
  required,
  userNameOrOwn,
} from "./iam-call.ts";
import { SHAPES } from "./shapes.ts";
import { type AccessKey, newId, newSecretAccessKey, type UserRecord, userArn } from "./user-record.ts";

export const KEYS_MAX = 2;

export const createAccessKey: IamAction = (call) => {
  const user = permittedUser(call, "iam:CreateAccessKey", userNameOrOwn(call));
  if (user.accessKeys.length >= KEYS_MAX) {
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${KEYS_MAX}`);
  }
  const key: AccessKey = {
    accessKeyId: newId("AKIA", 16),
    secretAccessKey: newSecretAccessKey(),
    status: "Active",
    createdAt: call.now,
  };
  call.store.saveUser({ ...user, accessKeys: [...user.accessKeys, key] });
  return {
    AccessKey: {
      UserName: user.userName,
      AccessKeyId: key.accessKeyId,
      Status: key.status,
      SecretAccessKey: key.secretAccessKey,
      CreateDate: isoSeconds(key.createdAt),
    },
  };
};

export const updateAccessKey: IamAction = (call) => {
  const accessKeyId = required(call, "AccessKeyId", SHAPES.accessKeyId);
  const status = required(call, "Status", SHAPES.status) as AccessKey["status"];
  const user = permittedUser(call, "iam:UpdateAccessKey", userNameOrOwn(call));
  existingKey(user, accessKeyId);
  const accessKeys = user.accessKeys.map((key) =>
    key.accessKeyId === accessKeyId ? { ...key, status } : key,
  );
  call.store.saveUser({ ...user, accessKeys });
  return undefined;
};

export const deleteAccessKey: IamAction = (call) => {
  const accessKeyId = required(call, "AccessKeyId", SHAPES.accessKeyId);
  const user = permittedUser(call, "iam:DeleteAccessKey", userNameOrOwn(call));
  existingKey(user, accessKeyId);
  const accessKeys = user.accessKeys.filter((key) => key.accessKeyId !== accessKeyId);
  call.store.saveUser({ ...user, accessKeys });
  return undefined;
};

export const listAccessKeys: IamAction = (call) => {
  const page = paging(call);
  const user = permittedUser(call, "iam:ListAccessKeys", userNameOrOwn(call));
  const visible = call.store.visibility.list(user.userId);
  const { items, rest } = page(visible, (key) => key.accessKeyId);
  const member = items.map((key) => ({
    UserName: user.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: isoSeconds(key.createdAt),
  }));
  return { UserName: user.userName, AccessKeyMetadata: { member }, ...rest };
};

export const getAccessKeyLastUsed: IamAction = (call) => {
  const accessKeyId = required(call, "AccessKeyId", SHAPES.accessKeyId);
  const userName = call.store.keyOwner(accessKeyId);
  const owner = userName === undefined ? undefined : call.store.user(userName);
  call.demand("iam:GetAccessKeyLastUsed", owner ? userArn(call.accountId, owner) : "*");
  if (owner === undefined) throw keyNotFound(accessKeyId);
  const use = call.store.lastUsed.get(accessKeyId);
  return {
    UserName: owner.userName,
    AccessKeyLastUsed: {
      LastUsedDate: use && isoSeconds(use.at),
      ServiceName: use?.service ?? "N/A",
      Region: use?.region ?? "N/A",
    },
  };
};

function existingKey(user: UserRecord, accessKeyId: string): void {
  if (!user.accessKeys.some((key) => key.accessKeyId === accessKeyId)) throw keyNotFound(accessKeyId);
}

function keyNotFound(accessKeyId: string) {
  return noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
}
