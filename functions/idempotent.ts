import { type IdempotentRequest, idempotentRequest } from "../core/key/idempotency.ts";
import type { Request } from "./http.ts";
import { type Route, routeKeyOf } from "./routes.ts";

/** The caller's Idempotency-Key, when one was sent. "Another request" is another route, path or body. */
export function idempotent(
  { caller, params, body, idempotencyKey }: Request<Route, unknown, unknown>,
  route: Route,
): { idempotent?: IdempotentRequest } {
  if (idempotencyKey === undefined) return {};
  return { idempotent: idempotentRequest(caller.sub, idempotencyKey, [routeKeyOf(route), params, body]) };
}
