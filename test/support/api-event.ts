import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Route, routeKeyOf } from "../../functions/routes.ts";
import type { Seed } from "../faults/seeds.ts";

/** What a caller sends beside the path. */
export interface Asked {
  body?: object;
  query?: Record<string, string>;
  idempotencyKey?: string;
}

/** A request of the seed's caller, about what was seeded, as API Gateway hands it over. */
export function apiEvent(
  route: Route,
  seed: Seed,
  { body, query, idempotencyKey }: Asked = {},
): APIGatewayProxyEventV2 {
  const { org } = seed;
  const { sub, name, role } = seed.caller;
  const event = {
    version: "2.0",
    routeKey: routeKeyOf(route),
    headers: {
      "content-type": "application/json",
      ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
    },
    pathParameters: pathParametersOf(route, seed),
    ...(query && { queryStringParameters: query }),
    requestContext: {
      requestId: org,
      authorizer: { jwt: { claims: { sub, name, role, org }, scopes: null } },
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
  return event as unknown as APIGatewayProxyEventV2;
}

export function pathParametersOf({ path }: Route, { service, connection }: Seed): Record<string, string> {
  const ids = {
    ...{ serviceId: service.serviceId, connectionId: connection.connectionId },
    ...{ pipelineId: "a", region: "us-east-1" },
  };
  return Object.fromEntries(Object.entries(ids).filter(([name]) => path.includes(`{${name}}`)));
}
