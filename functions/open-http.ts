import { type Answer, answer, type HttpHandler, wrapped } from "./http-handler.ts";
import type { Route } from "./routes.ts";

/**
 * A Lambda handler of a route that asks for no token: there is no caller, and nothing to parse. It lies apart from
 * functions/http.ts, so that a Lambda of such routes bundles no schemas.
 */
export function openHttp(route: Route & { access: "open" }, handle: () => Promise<Answer>): HttpHandler {
  return wrapped(route, async () => answer(await handle()));
}
