import type { XmlObject } from "../xml.ts";
import {
  type IamAction,
  limitExceeded,
  page,
  permittedUser,
  required,
  SHAPES,
  tagsParam,
} from "./iam-call.ts";
import type { UserRecord } from "./user-record.ts";

export const TAGS_MAX = 50;

export const tagUser: IamAction = (call) => {
  const given = tagsParam(call);
  const user = permittedUser(call, "iam:TagUser", required(call, "UserName", SHAPES.userName), () =>
    Object.fromEntries(given.map(({ key, value }) => [`aws:RequestTag/${key}`, value])),
  );
  const tags = new Map([...user.tags, ...given].map((tag) => [tag.key, tag]));
  if (tags.size > TAGS_MAX) throw limitExceeded(`Cannot exceed quota for TagsPerUser: ${TAGS_MAX}`);
  call.store.saveUser({ ...user, tags: [...tags.values()] });
  return undefined;
};

export const listUserTags: IamAction = (call) => {
  const user = permittedUser(call, "iam:ListUserTags", required(call, "UserName", SHAPES.userName));
  const { items, rest } = page(call, user.tags, (tag) => tag.key);
  return { Tags: tagList(items), ...rest };
};

export function tagList(tags: UserRecord["tags"]): XmlObject {
  return { member: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
}
