import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { expect, test, vi } from "vitest";
import { CallFailed, DomainError } from "../core/errors.ts";
import { dispatch } from "./dispatch.ts";
import { http, noContent } from "./http.ts";
import { logger } from "./logger.ts";
import { openHttp } from "./open-http.ts";
import { routes } from "./routes.ts";
import { guarded } from "./worker.ts";

const event = {
  routeKey: "GET /health",
  headers: {},
  requestContext: {
    requestId: "r-1",
    authorizer: { jwt: { claims: { sub: "u", org: "acme", role: "admin" } } },
  },
} as unknown as APIGatewayProxyEventV2;

/** What was logged as an error while it ran. */
async function errorsLoggedBy(run: () => Promise<unknown>): Promise<unknown[]> {
  const error = vi.spyOn(logger, "error").mockImplementation(() => {});
  await run().catch(() => {});
  const logged = error.mock.calls.map(([, facts]) => facts);
  error.mockRestore();
  return logged;
}

const failing = (error: unknown) =>
  openHttp(routes.health, async () => {
    throw error;
  });

test("a setting at fault is a 500 whose log names it, and repeats no value", async () => {
  vi.stubEnv("KEYTURN_PRESET", "nonsense");
  const handler = http(routes.getMe, {}, async () => noContent);
  expect(await handler(event)).toMatchObject({ statusCode: 500 });
  const [facts] = await errorsLoggedBy(() => handler(event));
  expect(facts).toMatchObject({ requestId: "r-1", route: "GET /v1/me", status: 500 });
  expect(facts).toMatchObject({ error: expect.stringMatching(/^Keyturn cannot start: .*KEYTURN_PRESET/) });
  expect(JSON.stringify(facts)).not.toContain("nonsense");
  vi.unstubAllEnvs();
});

test("a call that AWS refused is logged as an error, with the call and AWS's name for it", async () => {
  const handler = failing(new CallFailed("CreateUser", "denied", "AccessDenied"));
  expect(await errorsLoggedBy(() => handler(event))).toMatchObject([
    { error: "CreateUser: denied (AccessDenied)", route: "GET /health" },
  ]);
});

test("of an error that Keyturn did not word, neither an answer nor a log repeats the message", async () => {
  const handler = failing(new TypeError("secret"));
  expect(JSON.stringify(await handler(event))).not.toContain("secret");
  const work = guarded(() => Promise.reject(new TypeError("secret")));
  for (const run of [() => handler(event), () => work(undefined)]) {
    const logged = await errorsLoggedBy(run);
    expect(logged).toMatchObject([{ error: "TypeError" }]);
    expect(JSON.stringify(logged)).not.toContain("secret");
  }
});

test("a worker's log repeats what Keyturn worded", async () => {
  const work = guarded(() => Promise.reject(new DomainError("busy", "Later.")));
  expect(await errorsLoggedBy(() => work(undefined))).toEqual([{ error: "busy: Later." }]);
});

test("what does not fit a route does not compile", () => {
  http(routes.getConnection, {}, async ({ params }) => {
    params.connectionId satisfies string;
    // @ts-expect-error: the path names a connection
    params.serviceId;
    return noContent;
  });
  http(routes.addConnection, {}, async ({ params, body }) => {
    params.serviceId satisfies string;
    body satisfies undefined; // none was asked for
    return noContent;
  });
  // @ts-expect-error: not everybody may ask who they are
  openHttp(routes.getMe, async () => noContent);
  // @ts-expect-error: keys does one thing more
  dispatch<"keys">({ resetAccessKey: failing("") });
  expect.assertions(0);
});
