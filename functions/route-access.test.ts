import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { expect, test } from "vitest";
import { http, noContent } from "./http.ts";
import { routes } from "./routes.ts";

Object.assign(process.env, {
  KEYTURN_TABLE: "keyturn",
  KEYTURN_BUCKETS: "us-east-1=bucket-a",
  KEYTURN_ACCOUNT_ID: "123456789012",
  KEYTURN_BOUNDARY_ARN: "arn:aws:iam::123456789012:policy/keyturn/keyturn-user-boundary",
});

/** What the route of the policy, which is a super admin's, answers this role; and how often its handler ran. */
async function putPolicy(role: string, headers: Record<string, string> = {}) {
  let handled = 0;
  const handler = http(routes.changePolicy, {}, async () => {
    handled += 1;
    return noContent;
  });
  const authorizer = { jwt: { claims: { sub: "u", org: "acme", role } } };
  const event = { headers, requestContext: { requestId: "r-1", authorizer } };
  const { statusCode, body } = (await handler(event as unknown as APIGatewayProxyEventV2)) as {
    statusCode: number;
    body?: string;
  };
  return { statusCode, handled, code: body && JSON.parse(body).code };
}

test("a route is done for whom it is for", async () => {
  expect(await putPolicy("super_admin")).toMatchObject({ statusCode: 204, handled: 1 });
});

test.each(["admin", "member+", "member", "support"])("and for no %s", async (role) => {
  expect(await putPolicy(role)).toEqual({ statusCode: 403, handled: 0, code: "forbidden" });
});

test("whoever may not call a route is not told what else is wrong", async () => {
  expect(await putPolicy("admin", { "idempotency-key": "no such key" })).toMatchObject({ code: "forbidden" });
  expect(await putPolicy("super_admin", { "idempotency-key": "no such key" })).toMatchObject({
    code: "invalid_request",
  });
});
