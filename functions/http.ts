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
import { PAGE_DEFAULT, PAGE_MAX } from "../core/page.ts";
import { callerOf } from "./caller.ts";
import { env } from "./env.ts";
import { logger } from "./logger.ts";
import { domainErrorOf, problem, statusOf } from "./problem.ts";
import { type PathParams, readBody, readIdempotencyKey, readPathParams, readQuery } from "./request.ts";
import type { Route } from "./routes.ts";

/** What a handler is given: verified, allowed, parsed. */
export interface Request<Body, Query> {
  caller: Caller;
  params: PathParams;
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

/** `limit` and `cursor`, as every list takes them. */
export const PageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `a whole number from 1 to ${PAGE_MAX}`)
    .transform(Number)
    .pipe(z.int().min(1).max(PAGE_MAX))
    .default(PAGE_DEFAULT),
  cursor: z.string().max(1_000).optional(),
});

const nothing = z.strictObject({});
const noBody = z.undefined();

interface Schemas<Body, Query> {
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
}

/**
 * A Lambda handler of a route: who may call it comes from the route, what it takes from the schemas, and what
 * goes wrong is answered as a problem. Nothing of a request or an answer is logged but its route and status.
 */
export function http<Body = undefined, Query = Record<string, never>>(
  route: Route,
  schemas: Schemas<Body, Query>,
  handle: (request: Request<Body, Query>) => Promise<Answer>,
): HttpHandler {
  const body = (schemas.body ?? noBody) as z.ZodType<Body>;
  const query = (schemas.query ?? nothing) as z.ZodType<Query>;
  return wrapped(async (event) => {
    const caller = authorized(event as APIGatewayProxyEventV2WithJWTAuthorizer, route);
    return answer(
      await handle({
        caller,
        params: readPathParams(event),
        query: readQuery(event, query),
        body: schemas.body ? readBody(event, body) : (undefined as Body),
        idempotencyKey: readIdempotencyKey(event),
      }),
    );
  });
}

/** A handler of an open route. */
export function openHttp(handle: () => Promise<Answer>): HttpHandler {
  return wrapped(async () => answer(await handle()));
}

function wrapped(handler: HttpHandler): HttpHandler {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(answersProblems())
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

function answersProblems(): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: ({ event, error }) => {
      const { requestId } = event.requestContext;
      const told = domainErrorOf(error);
      const facts = { requestId, route: event.routeKey, code: told.code, status: statusOf[told.code] };
      if (told.code === "internal_error") logger.error("a bug", { ...facts, ...whereOf(error) });
      else if (told !== error) logger.warn("a call failed", { ...facts, error: String(error?.message) });
      else logger.info("refused", facts);
      return problem(told, requestId);
    },
  };
}

/** Where it happened. The message is left out: it may quote what it should not. */
function whereOf(error: Error | null | undefined): { error: string; stack: string } {
  const frames = (error?.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return { error: error?.name ?? "unknown", stack: frames.slice(0, 8).join("\n") };
}
