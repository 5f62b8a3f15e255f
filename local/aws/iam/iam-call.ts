import { AwsError } from "../aws-error.ts";
import type { XmlObject } from "../xml.ts";
import type { ConditionKeys } from "./authorize.ts";
import type { Caller } from "./caller.ts";
import type { IamStore } from "./iam-store.ts";
import { checked, checkedNumber, SHAPES, type Shape, validationError } from "./shapes.ts";
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

export function optional(call: IamCall, name: string, shape: Shape): string | undefined {
  const value = call.params.get(name);
  return value === null ? undefined : checked(name, value, shape);
}

export function required(call: IamCall, name: string, shape: Shape): string {
  return checked(name, call.params.get(name), shape);
}

/** Of a user that should be there. */
export function requiredUserName(call: IamCall): string {
  return required(call, "UserName", SHAPES.existingUserName);
}

export function requiredArn(call: IamCall, name: string): string {
  const arn = required(call, name, SHAPES.arn);
  if (/^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(arn)) return arn;
  throw invalidInput(`ARN ${arn} is not valid.`);
}

export function invalidInput(message: string): AwsError {
  return new AwsError(400, "InvalidInput", message);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError(409, "DeleteConflict", message);
}

export function notImplemented(what: string): AwsError {
  return new AwsError(501, "NotImplemented", `The laptop's IAM does not do ${what}.`);
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
  const given = optional(call, "UserName", SHAPES.existingUserName) ?? own;
  if (given === undefined) {
    throw validationError("Must specify userName when calling with non-User credentials");
  }
  return given;
}

/**
 * Reads `Marker` and `MaxItems` (1–1000, 100 by default). Answers how to cut a page out of a list, in the order of
 * `nameOf`.
 */
export function paging(call: IamCall) {
  const limit = checkedNumber("MaxItems", call.params.get("MaxItems") ?? "100", 1, 1000);
  const marker = optional(call, "Marker", SHAPES.marker);
  const after = marker === undefined ? "" : Buffer.from(marker, "base64url").toString("utf8");
  if (marker !== undefined && Buffer.from(after, "utf8").toString("base64url") !== marker) {
    throw validationError("Invalid Marker.");
  }
  return <T>(all: readonly T[], nameOf: (item: T) => string) => {
    const left = all
      .filter((item) => marker === undefined || nameOf(item) > after)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const items = left.slice(0, limit);
    const last = items.at(-1);
    const more = left.length > limit && last !== undefined;
    const Marker = more ? Buffer.from(nameOf(last)).toString("base64url") : undefined;
    return { items, rest: { IsTruncated: more, Marker } };
  };
}
