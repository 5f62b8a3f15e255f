import type { ErrorCode } from "../../core/errors.ts";
import { statusOf } from "../problem.ts";
import type { Route } from "../routes.ts";
import type { Operation } from "./operation.ts";
import { reference } from "./schemas.ts";

const said: Record<number, string> = {
  400: "The request has faults: every one is in `errors`, by its path.",
  401: "No token, or none that counts: API Gateway's own answer.",
  403: "The caller, or the deployment, does not allow it.",
  404: "There is no such thing in the caller's org.",
  409: "A conflict. Nothing was changed.",
  413: "The body has more than 64 KB.",
  415: "The body is not said to be `application/json`.",
  422: "It is understood, and cannot be done.",
  429: "Too much in too short a time.",
  500: "A bug, or a right that Keyturn lacks: the log has the `requestId`.",
  503: "Nothing is lost: the same request can be sent again after `Retry-After`.",
};

/** What API Gateway can answer to any request, before Keyturn sees it or instead of it. */
const GATEWAYS = [400, 413, 429, 500, 503];
/** Those of which a Retry-After can tell. */
const SENT_AGAIN = [409, 429, 503];
const RETRY_AFTER = {
  "Retry-After": {
    description: "After so many seconds the same request is worth sending again.",
    schema: { type: "integer", minimum: 1 },
  },
};

/** Every code that the route can answer: what its use case throws, and what follows from how it is called. */
export function codesOf({ access, path }: Route, { body, query, codes }: Operation): ErrorCode[] {
  if (access === "open") return ["internal_error"];
  const all = new Set<ErrorCode>(["invalid_request", "forbidden", "unavailable", "internal_error", ...codes]);
  if (path.includes("{")) all.add("not_found");
  if (query && "cursor" in query.shape) all.add("invalid_cursor");
  if (body) for (const code of ofBodies) all.add(code);
  return Object.keys(statusOf).filter((code): code is ErrorCode => all.has(code as ErrorCode));
}

const ofBodies = ["malformed_json", "payload_too_large", "unsupported_media_type"] as const;

/** What goes wrong, by status. */
export function failuresOf(route: Route, operation: Operation): Record<string, object> {
  const codes = codesOf(route, operation);
  const statuses = new Set([...codes.map((code) => statusOf[code]), ...GATEWAYS]);
  const unauthorized = route.access === "open" ? [] : [[401, failure(401, [])] as const];
  const others = [...statuses].map(
    (status) =>
      [
        status,
        failure(
          status,
          codes.filter((code) => statusOf[code] === status),
        ),
      ] as const,
  );
  return Object.fromEntries([...unauthorized, ...others]);
}

function failure(status: number, codes: ErrorCode[]): object {
  const ofGateway = status === 401 || GATEWAYS.includes(status);
  return {
    description: said[status],
    ...(SENT_AGAIN.includes(status) && { headers: RETRY_AFTER }),
    content: {
      ...(codes.length > 0 && {
        "application/problem+json": { schema: problemWith(codes), examples: examplesOf(codes) },
      }),
      ...(ofGateway && { "application/json": { schema: reference("GatewayMessage") } }),
    },
  };
}

function examplesOf(codes: ErrorCode[]): object {
  return Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
}

function problemWith(codes: ErrorCode[]): object {
  return { allOf: [reference("Problem"), { properties: { code: { enum: codes } } }] };
}
