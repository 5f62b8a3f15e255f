import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import * as z from "zod";
import { isAllowed } from "../core/caller/access.ts";
import type { Caller } from "../core/caller/caller.ts";
import { DomainError } from "../core/errors.ts";
import { callerOf } from "./caller.ts";
import { env } from "./env.ts";
import { type Answer, answer, type HttpHandler, wrapped } from "./http-handler.ts";
import { readBody, readIdempotencyKey, readPathParams, readQuery } from "./request.ts";
import type { Params, Route } from "./routes.ts";

/** What a handler is given: verified, allowed, parsed. */
export interface Request<R extends Route, Body, Query> {
  caller: Caller;
  params: Params<R["path"]>;
  query: Query;
  body: Body;
  idempotencyKey: string | undefined;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

const nothing = z.strictObject({});

interface Schemas<Body, Query> {
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
}

/** A handler shows the schemas it parses with, so that a test can hold docs/openapi.json against them. */
export type ParsingHandler = HttpHandler & { schemas: Schemas<unknown, unknown> };

/**
 * A Lambda handler of a route: who may call it comes from the route, what it takes from the schemas, and what
 * goes wrong is answered as a problem. Nothing of a request or an answer is logged but its route and status.
 */
export function http<R extends Route, Body = undefined, Query = Record<string, never>>(
  route: R,
  schemas: Schemas<Body, Query>,
  handle: (request: Request<R, Body, Query>) => Promise<Answer>,
): ParsingHandler {
  const query = (schemas.query ?? nothing) as z.ZodType<Query>;
  const handler = wrapped(route, async (event) => {
    const caller = authorized(event as APIGatewayProxyEventV2WithJWTAuthorizer, route);
    return answer(
      await handle({
        caller,
        params: readPathParams<R["path"]>(event, route.path),
        query: readQuery(event, query),
        body: schemas.body ? readBody(event, schemas.body) : (undefined as Body),
        idempotencyKey: readIdempotencyKey(event),
      }),
    );
  });
  return Object.assign(handler, { schemas });
}

function authorized(event: APIGatewayProxyEventV2WithJWTAuthorizer, route: Route): Caller {
  const { authorizer, requestId } = event.requestContext;
  const caller = callerOf(authorizer.jwt.claims, requestId);
  if (isAllowed(caller.role, route.access, env().preset)) return caller;
  throw new DomainError("forbidden", "Your role does not allow this.", { params: { role: caller.role } });
}
