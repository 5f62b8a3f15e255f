import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";
import { DomainError, type FieldError } from "../core/errors.ts";
import { ConnectionId, ServiceId } from "../core/ids.ts";
import { PipelineId } from "../core/pipeline/pipeline.ts";
import type { ParamName, Params } from "./routes.ts";

/** Larger ones are refused before they are parsed. */
const BODY_BYTES_MAX = 64 * 1024;
/** Further faults of a request are counted, not listed: a body of nothing but unknown fields has thousands. */
const FAULTS_MAX = 50;

/** One that looks like a region and is none of the deployment's is `region_not_enabled`. */
const RegionName = z.string().regex(/^[A-Za-z0-9-]{1,32}$/, "a region is called like us-east-1");

/** A route whose path names another id does not compile until it has its schema here. */
export const pathParams = {
  serviceId: ServiceId,
  connectionId: ConnectionId,
  pipelineId: PipelineId,
  region: RegionName,
} satisfies Record<ParamName, z.ZodType>;

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, "an Idempotency-Key has 1 to 128 printable ASCII characters");

/** The ids that the route's path names. */
export function readPathParams<Path extends string>(event: APIGatewayProxyEventV2, path: Path): Params<Path> {
  const shape = Object.fromEntries(Object.entries(pathParams).filter(([name]) => path.includes(`{${name}}`)));
  return parse(z.object(shape), event.pathParameters ?? {}, []) as Params<Path>;
}

export function readQuery<Query>(event: APIGatewayProxyEventV2, schema: z.ZodType<Query>): Query {
  return parse(schema, event.queryStringParameters ?? {}, []);
}

/** A JSON object as the schema wants it; every fault is named by its path. */
export function readBody<Body>(event: APIGatewayProxyEventV2, schema: z.ZodType<Body>): Body {
  const encoded = event.body ?? "";
  const bytes = Buffer.from(encoded, event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > BODY_BYTES_MAX) {
    throw new DomainError("payload_too_large", `A request body has at most ${BODY_BYTES_MAX} bytes.`);
  }
  const type = (event.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new DomainError("unsupported_media_type", "Send the body as content-type application/json.");
  }
  return parse(schema, parseJson(bytes), []);
}

export function readIdempotencyKey(event: APIGatewayProxyEventV2): string | undefined {
  const given = event.headers["idempotency-key"];
  return given === undefined ? undefined : parse(IdempotencyKey, given, ["Idempotency-Key"]);
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed("The body is empty: send a JSON object.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw malformed("The body is not JSON.");
  }
}

function malformed(detail: string): DomainError {
  return new DomainError("malformed_json", detail, { errors: [{ path: "", message: "not JSON" }] });
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown, at: string[]): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, at));
  const errors = faults.slice(0, FAULTS_MAX);
  const named = errors.map((one) => one.path || "body").join(", ");
  const counted = faults.length === 1 ? "a fault" : `${faults.length} faults`;
  const detail = `The request has ${counted} at: ${named}`.slice(0, 500);
  throw new DomainError("invalid_request", `${detail}.`, { errors });
}

/** A secret pasted where a name belongs is longer than any name, and is not repeated. */
function shownName(key: string): string {
  return /^[\w-]{1,32}$/.test(key) ? key : "(not a name)";
}

/** An unknown field is named by its own path, not by that of the object it lies in. */
function faultsOf(issue: z.core.$ZodIssue, at: string[]): FieldError[] {
  const path = [...at, ...issue.path.map(String)];
  if (issue.code !== "unrecognized_keys") return [{ path: path.join("."), message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...path, shownName(key)].join("."),
    message: "unknown field",
  }));
}
