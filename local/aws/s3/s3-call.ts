import type { Answer } from "../answers.ts";
import { AwsError } from "../aws-error.ts";
import type { AwsRequest } from "../aws-request.ts";
import { type ConditionKeys, demand, type May } from "../iam/authorize.ts";
import type { Caller } from "../iam/caller.ts";
import type { Signing } from "../sigv4/authenticate.ts";
import type { Bucket } from "./bucket.ts";
import type { Buckets } from "./buckets.ts";

/** One S3 request that is authenticated and found its bucket. */
export interface S3Call {
  request: AwsRequest;
  answer: Answer;
  caller: Caller;
  signing: Signing | undefined;
  payloadHash: string;
  bucket: Bucket;
  /** Every other one: what a copy may come from. */
  buckets: Buckets;
  /** Empty for a request about the bucket itself. */
  key: string;
  may: May;
}

export type S3Operation = (call: S3Call) => Promise<void> | void;

export function demandOnObject(call: S3Call, action: string): void {
  demand(call.may, call.caller, action, `${call.bucket.arn}/${call.key}`);
}

export function demandOnBucket(call: S3Call, action: string, keys?: ConditionKeys): void {
  demand(call.may, call.caller, action, call.bucket.arn, keys);
}

/** What is missing is only said to be missing to those who may list; to others it is forbidden. */
export function missingObject(call: Pick<S3Call, "bucket" | "key" | "caller" | "may">): AwsError {
  if (!call.may(call.caller, "s3:ListBucket", call.bucket.arn)) {
    return new AwsError(403, "AccessDenied", "Access Denied");
  }
  return new AwsError(404, "NoSuchKey", "The specified key does not exist.", { Key: call.key });
}

export function notImplemented(what: string): AwsError {
  const message = `A header or parameter you provided implies functionality that is not implemented: ${what}`;
  return new AwsError(501, "NotImplemented", message);
}

export function invalidArgument(message: string, name: string, value: string): AwsError {
  return new AwsError(400, "InvalidArgument", message, { ArgumentName: name, ArgumentValue: value });
}
