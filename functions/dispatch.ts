import { DomainError } from "../core/errors.ts";
import type { HttpHandler } from "./http-handler.ts";
import { problem } from "./problem.ts";
import { type LambdaName, type Route, type RouteName, type RoutesOf, routeKeyOf, routes } from "./routes.ts";

/**
 * The Lambda that runs these routes, `dispatch<"keys">({…})`. The type asks for exactly the routes that functions/routes.ts puts there:
 * one that is missing, or too many, does not compile.
 */
export function dispatch<Lambda extends LambdaName>(
  handlers: Record<RoutesOf<Lambda>, HttpHandler>,
): HttpHandler {
  const byRouteKey = new Map(
    Object.entries<HttpHandler>(handlers).map(([name, handler]) => {
      const route: Route = routes[name as RouteName];
      return [routeKeyOf(route), handler];
    }),
  );
  return async (event) => {
    const handler = byRouteKey.get(event.routeKey);
    return handler ? handler(event) : noSuchRoute(event.requestContext.requestId);
  };
}

function noSuchRoute(requestId: string) {
  return problem(new DomainError("not_found", "There is no such route."), requestId);
}
