import { AwsError } from "../aws-error.ts";
import type { XmlObject } from "../xml.ts";
import type { ConditionKeys } from "./authorize.ts";
import type { Caller } from "./caller.ts";
import type { IamStore } from "./iam-store.ts";
import { type UserRecord, userArn } from "./user-record.ts";

/** One call of IAM's Query API: its parameters, who makes it, and what it works on. */
export interface IamCall {
  params: URLSearchParams;
  caller: Caller;
  store: IamStore;
  accountId: string;
  usersMax: number;
  now: number;
  demand(action: string, resource: string, keys?: ConditionKeys): void;
}

export type IamAction = (call: IamCall) => XmlObject | undefined;

interface Shape {
  pattern: RegExp;
  /** As AWS writes it in its message. */
  shown: string;
  min: number;
  max: number;
}

const NAME = { pattern: /^[\w+=,.@-]+$/, shown: "[\\w+=,.@-]+", min: 1 };
export const SHAPES = {
  userName: { ...NAME, max: 64 },
  policyName: { ...NAME, max: 128 },
  accessKeyId: { pattern: /^\w+$/, shown: "[\\w]+", min: 16, max: 128 },
  path: {
    pattern: /^\/([!-~]+\/)?$/,
    shown: "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
    min: 1,
    max: 512,
  },
  pathPrefix: { pattern: /^\/[!-~]*$/, shown: "\\u002F[\\u0021-\\u007F]*", min: 1, max: 512 },
  arn: { pattern: /^[\s\S]+$/, shown: "arn", min: 20, max: 2048 },
  status: { pattern: /^(Active|Inactive)$/, shown: "[Active, Inactive]", min: 6, max: 8 },
  policyDocument: {
    pattern: /^[\t\n\r -\u00ff]+$/,
    shown: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    min: 1,
    max: 131_072,
  },
  marker: { pattern: /^[\x20-\xff]+$/, shown: "[\\u0020-\\u00FF]+", min: 1, max: 1024 },
  tagKey: {
    pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u,
    shown: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
    min: 1,
    max: 128,
  },
  tagValue: {
    pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
    shown: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
    min: 0,
    max: 256,
  },
} satisfies Record<string, Shape>;

export function optional(call: IamCall, name: string, shape: Shape): string | undefined {
  const value = call.params.get(name);
  return value === null ? undefined : checked(name, value, shape);
}

export function required(call: IamCall, name: string, shape: Shape): string {
  const value = call.params.get(name);
  if (value === null) throw invalid(name, "null", "Member must not be null");
  return checked(name, value, shape);
}

function checked(name: string, value: string, shape: Shape): string {
  if (value.length < shape.min) {
    throw invalid(name, value, `Member must have length greater than or equal to ${shape.min}`);
  }
  if (value.length > shape.max) {
    throw invalid(name, value, `Member must have length less than or equal to ${shape.max}`);
  }
  if (!shape.pattern.test(value)) {
    throw invalid(name, value, `Member must satisfy regular expression pattern: ${shape.shown}`);
  }
  return value;
}

function invalid(name: string, value: string, constraint: string): AwsError {
  const field = name.slice(0, 1).toLowerCase() + name.slice(1);
  const shown = value === "null" ? "Value null" : `Value '${value}'`;
  return validationError(
    `1 validation error detected: ${shown} at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}

function validationError(message: string): AwsError {
  return new AwsError(400, "ValidationError", message);
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError(404, "NoSuchEntity", message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError(409, "LimitExceeded", message);
}

/**
 * The user a call is about, once the caller is found to be allowed the action on it. A name nobody has is judged as
 * a user at the root path, so that who may not ask does not learn which users exist.
 */
export function permittedUser(
  call: IamCall,
  action: string,
  userName: string,
  keys?: (user: UserRecord | undefined) => ConditionKeys,
): UserRecord {
  const user = call.store.user(userName);
  const arn = userArn(call.accountId, user ?? { path: "/", userName });
  call.demand(action, arn, keys?.(user));
  if (user === undefined) throw noSuchEntity(`The user with name ${userName} cannot be found.`);
  return user;
}

/** `UserName`, or the caller's own where IAM lets it be left out. */
export function userNameOrOwn(call: IamCall): string {
  const own = call.caller.user?.userName;
  const given = optional(call, "UserName", SHAPES.userName) ?? own;
  if (given === undefined) {
    throw validationError("Must specify userName when calling with non-User credentials");
  }
  return given;
}

/** One page of a list in the order of `nameOf`, with IAM's `Marker` and `MaxItems` (1–1000, 100 by default). */
export function page<T>(call: IamCall, all: readonly T[], nameOf: (item: T) => string) {
  const maxItems = call.params.get("MaxItems") ?? "100";
  const limit = /^\d{1,4}$/.test(maxItems) ? Number(maxItems) : 0;
  if (limit < 1 || limit > 1000) {
    throw validationError("1 validation error detected: 'maxItems' must be between 1 and 1000");
  }
  const marker = optional(call, "Marker", SHAPES.marker);
  const after = marker === undefined ? "" : Buffer.from(marker, "base64url").toString("utf8");
  if (marker !== undefined && Buffer.from(after, "utf8").toString("base64url") !== marker) {
    throw validationError("Invalid Marker.");
  }
  const rest = all
    .filter((item) => marker === undefined || nameOf(item) > after)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const more = rest.length > limit && last !== undefined;
  return {
    items,
    rest: { IsTruncated: more, Marker: more ? Buffer.from(nameOf(last)).toString("base64url") : undefined },
  };
}

/** `Tags.member.1.Key` … as the Query protocol flattens a list. */
export function tagsParam(call: IamCall): { key: string; value: string }[] {
  const tags: { key: string; value: string }[] = [];
  for (let i = 1; call.params.has(`Tags.member.${i}.Key`); i += 1) {
    tags.push({
      key: required(call, `Tags.member.${i}.Key`, SHAPES.tagKey),
      value: required(call, `Tags.member.${i}.Value`, SHAPES.tagValue),
    });
  }
  return tags;
}
