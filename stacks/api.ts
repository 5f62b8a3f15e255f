import { type Route, routeKeyOf, routes } from "../functions/routes.ts";
import type { DeploySettings } from "../functions/settings.ts";
import type { Lambdas } from "./lambdas.ts";
import { nameOf } from "./names.ts";

/** For the whole API. IAM's own limits are an account's and lower: what they refuse is answered 503, to be sent again. */
const REQUESTS_PER_SECOND = 50;
const REQUESTS_AT_ONCE = 100;

/**
 * Who asked for what, and what it took. What the caller wrote is not in it, neither path nor query, body or header: somebody
 * may have pasted a secret there.
 */
const accessLog = {
  requestTime: "$context.requestTime",
  requestId: "$context.requestId",
  routeKey: "$context.routeKey",
  status: "$context.status",
  responseLatencyMs: "$context.responseLatency",
  integrationError: "$context.integration.error",
  authorizerError: "$context.authorizer.error",
  ip: "$context.identity.sourceIp",
};

/** The HTTP API of functions/routes.ts. Every route but the open ones asks for a token of the configured issuer. */
export function makeApi(settings: DeploySettings, lambdas: Lambdas): sst.aws.ApiGatewayV2 {
  const api = new sst.aws.ApiGatewayV2("Api", {
    cors: corsOf(settings),
    accessLog: { retention: "3 months" },
    transform: {
      api: { name: nameOf() },
      stage: (stage) => {
        stage.accessLogSettings = {
          destinationArn: $output(stage.accessLogSettings).apply((log) => log?.destinationArn ?? ""),
          format: JSON.stringify(accessLog),
        };
        stage.defaultRouteSettings = {
          throttlingRateLimit: REQUESTS_PER_SECOND,
          throttlingBurstLimit: REQUESTS_AT_ONCE,
        };
      },
    },
  });
  const authorizer = api.addAuthorizer({
    name: "tokens",
    jwt: { issuer: settings.KEYTURN_JWT_ISSUER, audiences: settings.KEYTURN_JWT_AUDIENCE },
  });
  for (const [name, route] of Object.entries<Route>(routes)) {
    const auth = route.access === "open" ? false : { jwt: { authorizer: authorizer.id } };
    api.route(routeKeyOf(route), lambdas[route.lambda].fn.arn, { name, auth });
  }
  api.route("$default", lambdas.open.fn.arn, { name: "noSuchRoute", auth: false });
  return api;
}

/** The laptop's gateway (local/gateway/cors.ts) answers the same. */
function corsOf({ KEYTURN_CORS_ORIGINS: origins }: DeploySettings): sst.aws.ApiGatewayV2Args["cors"] {
  if (origins.length === 0) return false;
  return {
    allowOrigins: origins,
    allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    allowHeaders: ["authorization", "content-type", "idempotency-key"],
    exposeHeaders: ["retry-after", "apigw-requestid", "location", "www-authenticate"],
    maxAge: "10 minutes",
  };
}
