import type { XmlObject } from "../xml.ts";
import type { ConditionKeys } from "./authorize.ts";
import {
  type IamAction,
  type IamCall,
  invalidInput,
  limitExceeded,
  paging,
  permittedUser,
  requiredUserName,
} from "./iam-call.ts";
import { checked, membersOf, requiredList, SHAPES } from "./shapes.ts";
import type { UserRecord } from "./user-record.ts";

type Tags = UserRecord["tags"];
const TAGS_MAX = 50;

export const tagUser: IamAction = (call) => {
  requiredList(call.params, "Tags");
  const given = tagsParam(call);
  const user = permittedUser(call, "iam:TagUser", requiredUserName(call), () => tagKeys(given));
  call.store.saveUser({ ...user, tags: withTags(user.tags, given) });
  return undefined;
};

export const untagUser: IamAction = (call) => {
  requiredList(call.params, "TagKeys");
  const keys = membersOf(call.params, "TagKeys", TAGS_MAX).map((name) =>
    checked(name, call.params.get(name), SHAPES.tagKey),
  );
  const user = permittedUser(call, "iam:UntagUser", requiredUserName(call), () => ({ "aws:TagKeys": keys }));
  const gone = new Set(keys.map(sameTag));
  call.store.saveUser({ ...user, tags: user.tags.filter(({ key }) => !gone.has(sameTag(key))) });
  return undefined;
};

export const listUserTags: IamAction = (call) => {
  const page = paging(call);
  const user = permittedUser(call, "iam:ListUserTags", requiredUserName(call));
  const { items, rest } = page(user.tags, (tag) => tag.key);
  return { Tags: tagList(items), ...rest };
};

/** `Tags.member.1.Key` … */
export function tagsParam(call: IamCall): Tags {
  const tags = membersOf(call.params, "Tags", TAGS_MAX).map((name) => ({
    key: checked(`${name}.Key`, call.params.get(`${name}.Key`), SHAPES.tagKey),
    value: checked(`${name}.Value`, call.params.get(`${name}.Value`), SHAPES.tagValue),
  }));
  if (new Set(tags.map(({ key }) => sameTag(key))).size < tags.length) {
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (tags.some(({ key }) => sameTag(key).startsWith("aws:"))) {
    throw invalidInput("Tag keys that begin with aws: are reserved for AWS.");
  }
  return tags;
}

/** The condition keys of a request that tags. */
export function tagKeys(tags: Tags): ConditionKeys {
  const values = tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value]);
  return { ...Object.fromEntries(values), "aws:TagKeys": tags.map(({ key }) => key) };
}

/** A key that differs in its case alone takes the other's place. */
function withTags(before: Tags, given: Tags): Tags {
  const tags = [...new Map([...before, ...given].map((tag) => [sameTag(tag.key), tag])).values()];
  if (tags.length > TAGS_MAX) throw limitExceeded(`Cannot exceed quota for TagsPerUser: ${TAGS_MAX}`);
  return tags;
}

function sameTag(key: string): string {
  return key.toLowerCase();
}

export function tagList(tags: Tags): XmlObject {
  return { member: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
}
