import { randomBytes, randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { tellOfDisk } from "../disk-fault.ts";
import { AwsError } from "./aws-error.ts";
import type { Passed } from "./dynamodb/dynamodb-service.ts";
import { AuthFailure, asAwsError, type Dialect } from "./sigv4/auth-failure.ts";
import { renderXml, type XmlObject } from "./xml.ts";

export const NAMESPACES = {
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  s3: "http://s3.amazonaws.com/doc/2006-03-01/",
} as const;

/** One answer under way: the response, the id it carries, and how its service words an error. */
export interface Answer {
  response: ServerResponse;
  requestId: string;
  dialect: Dialect;
  namespace: string;
}

export function beginAnswer(response: ServerResponse, dialect: Dialect, namespace: string): Answer {
  const requestId = dialect === "s3" ? randomBytes(8).toString("hex").toUpperCase() : randomUUID();
  if (dialect === "s3") {
    response.setHeader("x-amz-request-id", requestId);
    response.setHeader("x-amz-id-2", randomBytes(32).toString("base64"));
  } else {
    response.setHeader("x-amzn-requestid", requestId);
  }
  return { response, requestId, dialect, namespace };
}

/** `<ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…` of the Query protocol. */
export function sendQueryResult(answer: Answer, action: string, result: XmlObject | undefined): void {
  const body = {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: answer.requestId },
  };
  send(answer.response, 200, "text/xml", renderXml(`${action}Response`, body, answer.namespace));
}

export function sendJson(answer: Answer, result: object): void {
  send(answer.response, 200, "application/x-amz-json-1.1", JSON.stringify(result));
}

export function sendRestJson(answer: Answer, result: object): void {
  send(answer.response, 200, "application/json", JSON.stringify(result));
}

/** Another's answer, as it is. Resolves when it is on its way, or nobody is there any more. */
export function sendPassed({ response }: Answer, { statusCode, headers, body }: Passed): Promise<void> {
  const closed = new Promise<void>((resolve) => response.once("close", resolve));
  response.writeHead(statusCode, headers).end(body);
  return response.closed ? Promise.resolve() : closed;
}

export function sendXml(answer: Answer, rootElement: string, value: XmlObject | string): void {
  send(answer.response, 200, "application/xml", renderXml(rootElement, value, answer.namespace));
}

export function sendEmpty(answer: Answer, status: number): void {
  if (status === 200) answer.response.setHeader("content-length", 0);
  answer.response.writeHead(status).end();
}

/** Anything that is not an error of AWS's is a fault of this endpoint: 500, and nothing of it is told. */
export function sendError(answer: Answer, thrown: unknown, resource: string): void {
  tellOfDisk(thrown);
  const { response } = answer;
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const error = describe(thrown, answer.dialect);
  if (answer.dialect === "json") {
    const body = JSON.stringify({ __type: error.code, message: error.message });
    response.setHeader("x-amzn-errortype", error.code);
    send(response, error.status, "application/x-amz-json-1.1", body);
  } else if (answer.dialect === "rest") {
    response.setHeader("x-amzn-errortype", error.code);
    send(response, error.status, "application/json", JSON.stringify({ message: error.message }));
  } else if (answer.dialect === "s3") {
    if (error.status === 304) {
      sendEmpty(answer, 304);
      return;
    }
    const fields = { Resource: resource, RequestId: answer.requestId };
    const body = { Code: error.code, Message: error.message, ...error.fields, ...fields };
    send(response, error.status, "application/xml", renderXml("Error", body));
  } else {
    const Type = error.status < 500 ? "Sender" : "Receiver";
    const body = {
      Error: { Type, Code: error.code, Message: error.message },
      RequestId: answer.requestId,
    };
    send(response, error.status, "text/xml", renderXml("ErrorResponse", body, answer.namespace));
  }
}

function describe(thrown: unknown, dialect: Dialect): AwsError {
  if (thrown instanceof AwsError) return thrown;
  if (thrown instanceof AuthFailure) return asAwsError(thrown, dialect);
  const code = dialect === "s3" ? "InternalError" : "InternalFailure";
  return new AwsError(500, code, "We encountered an internal error. Please try again.");
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  const bytes = Buffer.from(body, "utf8");
  // `end` leaves the body out of the answer to a HEAD request; the headers are the same.
  response.writeHead(status, { "content-type": contentType, "content-length": bytes.length });
  response.end(bytes);
}
