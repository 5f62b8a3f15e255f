import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { expect, test, vi } from "vitest";
import { CallFailed, DomainError, unavailableUntil } from "../core/errors.ts";
import { wrapped } from "./http-handler.ts";
import { logger } from "./logger.ts";
import { routes } from "./routes.ts";

const at = "2026-01-01T00:00:00.000Z";
const event = { requestContext: { requestId: "r-1" } } as APIGatewayProxyEventV2;

async function answered(error: Error) {
  const warn = vi.spyOn(logger, "warn");
  const info = vi.spyOn(logger, "info");
  const answer = await wrapped(routes.resetAccessKey, () => Promise.reject(error))(event);
  const [warned, told] = [warn.mock.calls, info.mock.calls];
  vi.restoreAllMocks();
  return { answer, warned, told };
}

test("what AWS refused behind a 503 is for the logs, and not for who is answered", async () => {
  const cause = new CallFailed("CreateAccessKey", "denied", "AccessDenied");
  const { answer, warned } = await answered(unavailableUntil(at, at, cause));
  expect(warned).toEqual([
    [
      "to be sent again",
      expect.objectContaining({ status: 503, error: "CreateAccessKey: denied (AccessDenied)" }),
    ],
  ]);
  expect(answer).toMatchObject({ statusCode: 503, body: expect.not.stringContaining("CreateAccessKey") });
});

test("of a cause that Keyturn has not worded the logs have the name alone", async () => {
  const { warned } = await answered(unavailableUntil(at, at, new TypeError("SPILLED")));
  expect(warned).toEqual([["to be sent again", expect.objectContaining({ error: "TypeError" })]]);
});

test("a refusal that nobody else caused is no warning", async () => {
  const { warned, told } = await answered(new DomainError("not_found", "There is none."));
  expect(warned).toEqual([]);
  expect(told).toEqual([["refused", expect.objectContaining({ status: 404, code: "not_found" })]]);
});
