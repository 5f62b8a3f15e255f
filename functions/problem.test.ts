import { expect, test } from "vitest";
import { CallFailed, type CallFailure, DomainError } from "../core/errors.ts";
import { PatchRefused } from "../core/record/patch.ts";
import { domainErrorOf, problem } from "./problem.ts";

const told = (error: unknown) => {
  const { statusCode, headers, body } = problem(domainErrorOf(error), "r-1");
  return { status: statusCode, after: headers?.["retry-after"], ...JSON.parse(body ?? "") };
};

test.each<CallFailure>(["throttled", "limit_exceeded", "missing", "unknown"])(
  "a call that AWS did not do (%s) is worth sending again",
  (failure) => {
    expect(told(new CallFailed("CreateUser", failure))).toMatchObject({
      status: 503,
      after: "5",
      code: "unavailable",
      detail: "AWS did not answer. Nothing is lost: send the same request again.",
    });
  },
);

test("a record that was changed meanwhile is worth asking for again at once", () => {
  expect(told(new PatchRefused())).toMatchObject({
    status: 503,
    after: "1",
    code: "unavailable",
    detail: "It was changed meanwhile. Nothing is lost: send the same request again.",
  });
});

test.each([
  new CallFailed("CreateUser", "denied", "AccessDenied"),
  new TypeError("x is undefined"),
  "no error",
])("what sending it again does not cure says nothing but that it is a bug: %s", (error) => {
  expect(told(error)).toEqual({
    status: 500,
    after: undefined,
    type: "urn:keyturn:problem:internal_error",
    title: "Internal error",
    code: "internal_error",
    requestId: "r-1",
  });
});

test("an error made for the caller is told as it is", () => {
  const error = new DomainError("not_found", "There is no such connection.");
  expect(told(error)).toMatchObject({
    status: 404,
    code: "not_found",
    detail: "There is no such connection.",
  });
});
