import middy, { type MiddlewareObj } from "@middy/core";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from "aws-lambda";
import * as z from "zod";
import { isAllowed } from "../core/caller/access.ts";
import type { Caller } from "../core/caller/caller.ts";
import { DomainError } from "../core/errors.ts";
import { callerOf } from "./caller.ts";
import { env } from "./env.ts";
import { logger, tellable } from "./logger.ts";
import { domainErrorOf, problem, statusOf } from "./problem.ts";
import { readBody, readIdempotencyKey, readPathParams, readQuery } from "./request.ts";
import { type Params, type Route, routeKeyOf } from "./routes.ts";

/** What a handler is given: verified, allowed, parsed. */
export interface Request<R extends Route, Body, Query> {
  caller: Caller;
  params: Params<R["path"]>;
  query: Query;
  body: Body;
  idempotencyKey: string | undefined;
}

export interface Answer {
  status: 200 | 201 | 204;
  body?: unknown;
}

export type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

const nothing = z.strictObject({});

interface Schemas<Body, Query> {
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
}

/**
 * A Lambda handler of a route: who may call it comes from the route, what it takes from the schemas, and what
 * goes wrong is answered as a problem. Nothing of a request or an answer is logged but its route and status.
 */
export function http<R extends Route, Body = undefined, Query = Record<string, never>>(
  route: R,
  schemas: Schemas<Body, Query>,
  handle: (request: Request<R, Body, Query>) => Promise<Answer>,
): HttpHandler {
  const query = (schemas.query ?? nothing) as z.ZodType<Query>;
  return wrapped(route, async (event) => {
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
}

/** The same for a route that asks for no token: there is no caller, and nothing to parse. */
export function openHttp(route: Route & { access: "open" }, handle: () => Promise<Answer>): HttpHandler {
  return wrapped(route, async () => answer(await handle()));
}

function wrapped(route: Route, handler: HttpHandler): HttpHandler {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(answersProblems(route))
    .handler(handler) as unknown as HttpHandler;
}

function authorized(event: APIGatewayProxyEventV2WithJWTAuthorizer, route: Route): Caller {
  const { authorizer, requestId } = event.requestContext;
  const caller = callerOf(authorizer.jwt.claims, requestId);
  if (isAllowed(caller.role, route.access, env().preset)) return caller;
  throw new DomainError("forbidden", "Your role does not allow this.", { params: { role: caller.role } });
}

function answer({ status, body }: Answer): APIGatewayProxyStructuredResultV2 {
  const headers = { "cache-control": "no-store" };
  if (body === undefined) return { statusCode: status, headers };
  return {
    statusCode: status,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

function answersProblems(
  route: Route,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: ({ event, error }) => {
      const { requestId } = event.requestContext;
      const told = domainErrorOf(error);
      const facts = { requestId, route: routeKeyOf(route), code: told.code, status: statusOf[told.code] };
      if (told.code === "internal_error") logger.error("a request failed", { ...facts, ...whereOf(error) });
      else if (told !== error) logger.warn("to be sent again", { ...facts, error: tellable(error) });
      else logger.info("refused", facts);
      return problem(told, requestId);
    },
  };
}

/** What went wrong and where. The stack's first lines are left out: they are the message. */
function whereOf(error: Error | null | undefined): { error: string; stack: string } {
  const frames = (error?.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return { error: tellable(error), stack: frames.slice(0, 8).join("\n") };
}
