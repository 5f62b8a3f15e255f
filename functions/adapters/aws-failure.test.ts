import { inspect } from "node:util";
import { expect, test } from "vitest";
import { CallFailed, type CallFailure } from "../../core/errors.ts";
import { awsCall, awsFailure } from "./aws-failure.ts";

type Row = [name: string, status: number | undefined, failure: CallFailure];

const rows: Row[] = [
  ["NoSuchEntityException", 404, "missing"],
  ["NoSuchEntity", 404, "missing"],
  ["LimitExceededException", 409, "limit_exceeded"],
  ["Throttling", 400, "throttled"],
  ["ThrottlingException", 400, "throttled"],
  ["ProvisionedThroughputExceededException", 400, "throttled"],
  ["RequestLimitExceeded", 400, "throttled"],
  ["EntityTemporarilyUnmodifiableException", 409, "throttled"],
  ["ConcurrentModificationException", 409, "throttled"],
  ["ConcurrentModification", 409, "throttled"],
  ["SlowDown", 503, "throttled"],
  ["AccessDenied", 403, "denied"],
  ["InvalidClientTokenId", 403, "denied"],
  ["ValidationException", 400, "denied"],
  ["DeleteConflictException", 409, "denied"],
  ["ServiceFailureException", 500, "unknown"],
  ["InternalServerError", 500, "unknown"],
  ["ServiceUnavailable", 503, "unknown"],
  ["TimeoutError", undefined, "unknown"],
  ["AbortError", undefined, "unknown"],
  ["Error", undefined, "unknown"],
  ["SyntaxError", 200, "unknown"],
];

test.each(rows)("%s with status %s means %s", (name, status, failure) => {
  const error = Object.assign(new Error("m"), { name, $metadata: { httpStatusCode: status } });
  expect(awsFailure("SomeCall", error)).toMatchObject({ call: "SomeCall", failure, awsErrorName: name });
});

test("keeps the error's name and nothing else of it", async () => {
  const error = Object.assign(new Error("spilled message"), {
    name: "ServiceFailureException",
    $metadata: { httpStatusCode: 500, requestId: "spilled id" },
    $response: { body: "spilled body" },
    cause: new Error("spilled cause"),
  });
  const failed = await awsCall("CreateAccessKey", () => Promise.reject(error)).catch((one: unknown) => one);
  expect(failed).toBeInstanceOf(CallFailed);
  expect(inspect(failed, { depth: 9, showHidden: true })).not.toContain("spilled");
  expect(String(failed)).toBe("CallFailed: CreateAccessKey: unknown (ServiceFailureException)");
});

test("passes an answer on as it is", async () => {
  expect(await awsCall("ListAccessKeys", async () => 7)).toBe(7);
});
