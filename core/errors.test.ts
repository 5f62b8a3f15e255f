import { describe, expect, test } from "vitest";
import {
  busy,
  CallFailed,
  contended,
  DomainError,
  failureOf,
  invalid,
  isDefinite,
  notFound,
  operationInProgress,
  secondsUntil,
  unavailableUntil,
} from "./errors.ts";

describe("a failed call", () => {
  test.each(["throttled", "limit_exceeded", "missing", "denied"] as const)("%s had no effect", (failure) => {
    expect(isDefinite(new CallFailed("CreateAccessKey", failure))).toBe(true);
    expect(failureOf(new CallFailed("CreateAccessKey", failure))).toBe(failure);
  });

  test.each([new CallFailed("CreateAccessKey", "unknown"), new Error("of another kind"), undefined])(
    "may have had its effect: %s",
    (error) => expect(isDefinite(error)).toBe(false),
  );

  test("says which call, how, and by which name of AWS's", () => {
    const named = new CallFailed("ListUsers", "denied", "AccessDenied");
    expect([named.name, named.message]).toEqual(["CallFailed", "ListUsers: denied (AccessDenied)"]);
    expect(new CallFailed("ListUsers", "unknown").message).toBe("ListUsers: unknown");
  });

  test("of another kind is none", () => {
    expect(failureOf(new Error("of another kind"))).toBeUndefined();
  });
});

describe("a refusal", () => {
  const now = "2026-03-01T12:00:00.000Z";

  test("is named by its code in a log", () => {
    const { name, message } = new DomainError("not_found", "There is no such connection.");
    expect([name, message]).toEqual(["DomainError", "not_found: There is no such connection."]);
  });

  test.each([
    [notFound("pipeline"), { code: "not_found", detail: "There is no such pipeline.", more: {} }],
    [
      invalid("graceHours", "at most 168"),
      {
        code: "invalid_request",
        detail: "The request has a fault at: graceHours.",
        more: { errors: [{ path: "graceHours", message: "at most 168" }] },
      },
    ],
    [busy("data service"), { code: "busy", more: { retryAfterSeconds: 60 } }],
    [
      operationInProgress(now, "2026-03-01T12:00:30.001Z"),
      {
        code: "operation_in_progress",
        detail: "Another operation on this connection is running.",
        more: { retryAfterSeconds: 31 },
      },
    ],
    [
      unavailableUntil(now, "2026-03-01T12:00:02.000Z"),
      {
        code: "unavailable",
        detail: expect.stringContaining("send the same request again later"),
        more: { retryAfterSeconds: 2 },
      },
    ],
    [
      contended(),
      {
        code: "unavailable",
        detail: expect.stringContaining("send the same request again"),
        more: { retryAfterSeconds: 1 },
      },
    ],
  ])("says what to do: %s", (error, expected) => {
    expect(error).toMatchObject(expected);
  });

  test("asks for a second's patience at the least", () => {
    expect(secondsUntil(now, now)).toBe(1);
    expect(secondsUntil(now, "2026-03-01T11:00:00.000Z")).toBe(1);
  });
});
