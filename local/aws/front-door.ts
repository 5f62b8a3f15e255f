import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Answer,
  beginAnswer,
  NAMESPACES,
  sendError,
  sendJson,
  sendPassed,
  sendQueryResult,
  sendRestJson,
} from "./answers.ts";
import { AwsError } from "./aws-error.ts";
import { type AwsRequest, parseRequest, readBody } from "./aws-request.ts";
import type { DynamoDbService } from "./dynamodb/dynamodb-service.ts";
import type { Caller } from "./iam/caller.ts";
import type { SecretsService } from "./secretsmanager/secrets-service.ts";
import { DIALECTS, lookOf, type ServiceName, serviceOf } from "./service-of.ts";
import type { SesService } from "./ses/ses-service.ts";
import { authenticate, type Credentials } from "./sigv4/authenticate.ts";
import { sha256Hex } from "./sigv4/canonical-request.ts";
import type { XmlObject } from "./xml.ts";

type QueryService = (action: string, params: URLSearchParams, caller: Caller) => XmlObject | undefined;

export interface Services {
  credentials: Credentials;
  iam: QueryService;
  sts: QueryService;
  events(target: string, body: string, caller: Caller, region: string): object;
  ses: SesService;
  secrets: SecretsService;
  s3(request: AwsRequest, answer: Answer): Promise<void>;
  /** Undefined where there is none behind this endpoint. */
  dynamodb: DynamoDbService | undefined;
}

/** What a batch of DynamoDB's may hold. */
const DYNAMODB_MB_MAX = 16;

/** Answers every request, whatever is wrong with it; the promise never rejects. */
export function frontDoor(services: Services) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    let answer: Answer | undefined;
    // A connection that breaks shows as a failed read or write, which is where it is dealt with.
    incoming.on("error", () => {});
    response.on("error", () => {});
    try {
      const request = parseRequest(incoming);
      const service = serviceOf(request);
      answer = begin(response, service);
      await perform(services, service, request, answer);
    } catch (error) {
      refuse(answer ?? begin(response, guess(incoming)), error, incoming);
    } finally {
      // What was not read of the body must pass before the connection can carry another request.
      incoming.resume();
    }
  };
}

async function perform(services: Services, service: ServiceName, request: AwsRequest, answer: Answer) {
  if (service === "s3") return services.s3(request, answer);
  const body = await readBody(request, service === "dynamodb" ? DYNAMODB_MB_MAX : undefined);
  const hash = sha256Hex(body);
  const { caller, region } = authenticate(request, () => hash, services.credentials);
  if (service === "events") {
    const target = request.headers.get("x-amz-target") ?? "";
    return sendJson(answer, services.events(target, body.toString("utf8"), caller, region));
  }
  if (service === "secretsmanager") {
    const target = request.headers.get("x-amz-target") ?? "";
    return sendJson(answer, services.secrets(target, body.toString("utf8"), caller, region));
  }
  if (service === "dynamodb") {
    if (!services.dynamodb) throw new AwsError(400, "UnknownService", "There is no DynamoDB here.");
    const performed = await services.dynamodb(request.headers, body, caller, region);
    await sendPassed(answer, performed.answer);
    return performed.sent();
  }
  if (service === "ses") {
    const { method, rawPath: path } = request;
    return sendRestJson(answer, services.ses({ method, path, body: body.toString("utf8") }, caller, region));
  }
  const params = new URLSearchParams([
    ...new URLSearchParams(body.toString("utf8")),
    ...request.query.map(([name, value]): [string, string] => [name, value]),
  ]);
  const action = params.get("Action");
  if (action === null)
    throw new AwsError(400, "MissingAction", "The request must contain the parameter Action.");
  sendQueryResult(answer, action, services[service](action, params, caller));
}

function begin(response: ServerResponse, service: ServiceName): Answer {
  const namespace = service in NAMESPACES ? NAMESPACES[service as keyof typeof NAMESPACES] : "";
  return beginAnswer(response, DIALECTS[service], namespace);
}

function guess(incoming: IncomingMessage): ServiceName {
  const headers = new Map(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(",")]),
  );
  return lookOf({ method: incoming.method ?? "GET", rawPath: incoming.url ?? "/", headers });
}

function refuse(answer: Answer, error: unknown, incoming: IncomingMessage): void {
  try {
    sendError(answer, error, (incoming.url ?? "/").replace(/\?.*$/s, ""));
  } catch {
    answer.response.destroy();
  }
}
