import middy, { type MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { originOf } from "../core/errors.ts";
import { logger, tellable } from "./logger.ts";
import { domainErrorOf, problem, statusOf } from "./problem.ts";
import { type Route, routeKeyOf } from "./routes.ts";

export interface Answer {
  status: 200 | 201 | 204;
  body?: unknown;
}

export type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Answers what goes wrong as a problem. Nothing of a request or an answer is logged but its route and status. */
export function wrapped(route: Route, handler: HttpHandler): HttpHandler {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(answersProblems(route))
    .handler(handler) as unknown as HttpHandler;
}

export function answer({ status, body }: Answer): APIGatewayProxyStructuredResultV2 {
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
      const origin = originOf(error);
      const facts = { requestId, route: routeKeyOf(route), code: told.code, status: statusOf[told.code] };
      if (told.code === "internal_error") logger.error("a request failed", { ...facts, ...whereOf(error) });
      else if (origin !== told) logger.warn("to be sent again", { ...facts, error: tellable(origin) });
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
