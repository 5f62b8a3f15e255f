import { type Route, routeKeyOf, routes } from "../../../functions/routes.ts";
import { allOf, differences, type Graph, inputAt, type Resource, textOf, unless } from "../graph.ts";
import { lambdaAt } from "../lambdas.ts";

/** Every route of functions/routes.ts once, and `$default` for whatever is none. */
export function everyRouteIsThereOnce(graph: Graph): string[] {
  const found = allOf(graph, "aws:apigatewayv2/route:Route").map((route) => textOf(route, "routeKey"));
  const wanted = [...Object.values<Route>(routes).map(routeKeyOf), "$default"];
  const twice = found.filter((key, place) => found.indexOf(key) !== place);
  return [...differences("routes", found, wanted), ...twice.map((key) => `${key} is there twice`)];
}

/** Every route asks for a token of the configured issuer and audience, but the open ones and `$default`. */
export function routesAskForAToken(graph: Graph): string[] {
  const authorizers = allOf(graph, "aws:apigatewayv2/authorizer:Authorizer");
  const open = ["$default", ...Object.values<Route>(routes).filter(isOpen).map(routeKeyOf)];
  return allOf(graph, "aws:apigatewayv2/route:Route").flatMap((route) => {
    const key = textOf(route, "routeKey");
    const type = textOf(route, "authorizationType");
    if (open.includes(key)) return unless(type === "" || type === "NONE", `${key} asks for a token`);
    const authorizer = authorizers.find(({ id }) => id === textOf(route, "authorizerId"));
    return [
      ...unless(type === "JWT" && authorizer !== undefined, `${key} asks for no token`),
      ...unless(isConfigured(authorizer, graph.settings), `${key} takes tokens of others`),
    ];
  });
}

function isOpen({ access }: Route): boolean {
  return access === "open";
}

function isConfigured(authorizer: Resource | undefined, settings: Graph["settings"]): boolean {
  return (
    inputAt(authorizer, "authorizerType") === "JWT" &&
    inputAt(authorizer, "jwtConfiguration", "issuer") === settings.KEYTURN_JWT_ISSUER &&
    String(inputAt(authorizer, "jwtConfiguration", "audiences")) === settings.KEYTURN_JWT_AUDIENCE &&
    String(inputAt(authorizer, "identitySources")) === "$request.header.Authorization"
  );
}

/** A route runs in the Lambda that functions/routes.ts names, which API Gateway may invoke. */
export function routesRunWhereTheyShould(graph: Graph): string[] {
  const integrations = allOf(graph, "aws:apigatewayv2/integration:Integration");
  const wanted = new Map(Object.values<Route>(routes).map((route) => [routeKeyOf(route), route.lambda]));
  return allOf(graph, "aws:apigatewayv2/route:Route").flatMap((route) => {
    const key = textOf(route, "routeKey");
    const integration = integrations.find(({ id }) => textOf(route, "target") === `integrations/${id}`);
    const lambda = lambdaAt(graph, textOf(integration, "integrationUri"));
    const handler = `functions/lambdas/${wanted.get(key) ?? "open"}.handler`;
    return [
      ...unless(lambda?.handler === handler, `${key} runs in ${lambda?.handler} and not in ${handler}`),
      ...unless(
        inputAt(integration, "payloadFormatVersion") === "2.0",
        `${key} sends events of another format`,
      ),
      ...unless(isInvoked(graph, lambda?.arn), `API Gateway may not invoke the function of ${key}`),
    ];
  });
}

function isInvoked(graph: Graph, functionArn: string | undefined): boolean {
  const [api] = allOf(graph, "aws:apigatewayv2/api:Api");
  return allOf(graph, "aws:lambda/permission:Permission").some(
    ({ inputs }) =>
      inputs.function === functionArn &&
      inputs.principal === "apigateway.amazonaws.com" &&
      String(inputs.sourceArn).includes(`:${api?.id}/`),
  );
}

/** What a log line may say of a request. A query string has `confirm`, a path has ids only. */
const LOGGED =
  /^\$context\.(requestTime|requestId|routeKey|status|responseLatency|integration\.error|authorizer\.error|identity\.sourceIp)$/;

/** Access logs without what callers write, in a group that exists; a bound on requests. */
export function requestsAreLoggedAndBounded(graph: Graph): string[] {
  const groups = allOf(graph, "aws:cloudwatch/logGroup:LogGroup").map(({ arn }) => arn);
  return allOf(graph, "aws:apigatewayv2/stage:Stage").flatMap((stage) => {
    const format = JSON.parse(textOf(stage, "accessLogSettings", "format") || "{}") as Record<string, string>;
    const strange = Object.values(format).filter((field) => !LOGGED.test(field));
    const limit = (name: string) => Number(inputAt(stage, "defaultRouteSettings", name) ?? 0);
    return [
      ...unless(Object.values(format).includes("$context.status"), `${stage.name} logs no requests`),
      ...unless(
        groups.includes(textOf(stage, "accessLogSettings", "destinationArn")),
        `${stage.name} logs nowhere`,
      ),
      ...strange.map((field) => `${stage.name} logs ${field}`),
      ...unless(
        limit("throttlingRateLimit") > 0 && limit("throttlingBurstLimit") > 0,
        `${stage.name} has no bounds`,
      ),
    ];
  });
}

/** Pages of the configured origins may call the API with what the portals send, and no others. */
export function originsAreConfigured(graph: Graph): string[] {
  const origins = (graph.settings.KEYTURN_CORS_ORIGINS ?? "").split(",").filter((origin) => origin !== "");
  const methods = new Set(Object.values<Route>(routes).map(({ method }) => method as string));
  return allOf(graph, "aws:apigatewayv2/api:Api").flatMap((api) => {
    const list = (name: string) => (inputAt(api, "corsConfiguration", name) ?? []) as string[];
    if (origins.length === 0) return differences("origins", list("allowOrigins"), []);
    const headers = ["authorization", "content-type", "idempotency-key"];
    return [
      ...differences("origins", list("allowOrigins"), origins),
      ...differences("headers", list("allowHeaders"), headers),
      ...[...methods]
        .filter((method) => !list("allowMethods").includes(method))
        .map((method) => `no ${method}`),
      ...unless(inputAt(api, "corsConfiguration", "allowCredentials") !== true, "cookies are let in"),
    ];
  });
}
