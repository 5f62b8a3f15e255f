import {
  everyRouteIsThereOnce,
  originsAreConfigured,
  requestsAreLoggedAndBounded,
  routesAskForAToken,
  routesRunWhereTheyShould,
} from "../invariants/api.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in the API. */
export const mutants: Mutant[] = [
  {
    name: "a route is not deployed",
    file: "stacks/api.ts",
    find: "Object.entries<Route>(routes)",
    replace: "Object.entries<Route>(routes).slice(1)",
    breaks: everyRouteIsThereOnce,
    says: "routes: GET /health is missing",
  },
  {
    name: "an unknown route is answered by API Gateway",
    file: "stacks/api.ts",
    find: 'api.route("$default"',
    replace: 'api.route("GET /nowhere"',
    breaks: everyRouteIsThereOnce,
    says: "routes: $default is missing",
  },
  {
    name: "a route that anybody may call",
    file: "stacks/api.ts",
    find: 'route.access === "open"',
    replace: 'route.access !== "key_managers"',
    breaks: routesAskForAToken,
    says: "GET /v1/me asks for no token",
  },
  {
    name: "tokens of another audience",
    file: "stacks/api.ts",
    find: "audiences: settings.KEYTURN_JWT_AUDIENCE",
    replace: 'audiences: ["anybody"]',
    breaks: routesAskForAToken,
    says: "GET /v1/me takes tokens of others",
  },
  {
    name: "every route runs in one function",
    file: "stacks/api.ts",
    find: "lambdas[route.lambda].fn.arn",
    replace: "lambdas.keys.fn.arn",
    breaks: routesRunWhereTheyShould,
    says: "GET /v1/me runs in functions/lambdas/keys.handler",
  },
  {
    name: "query strings in the access log",
    file: "stacks/api.ts",
    find: '  ip: "$context.identity.sourceIp",',
    replace: '  ip: "$context.identity.sourceIp",\n  query: "$context.queryString",',
    breaks: requestsAreLoggedAndBounded,
    says: "ApiStage logs $context.queryString",
  },
  {
    name: "no bound on requests",
    file: "stacks/api.ts",
    cut: "throttlingRateLimit: REQUESTS_PER_SECOND,",
    breaks: requestsAreLoggedAndBounded,
    says: "ApiStage has no bounds",
  },
  {
    name: "pages of any origin",
    file: "stacks/api.ts",
    find: "allowOrigins: origins,",
    replace: 'allowOrigins: ["*"],',
    breaks: originsAreConfigured,
    says: "origins: * should not be there",
  },
];
