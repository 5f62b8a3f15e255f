import { Readable } from "node:stream";
import type { AwsResponse } from "../support/aws-requests.ts";
import type { AwsService } from "../support/cloud-ports.ts";

/** What can happen to one call. */
export interface Fault {
  name: string;
  /** Whether AWS does what it was asked. */
  takesEffect: boolean;
  /** How the caller's process sees it. */
  ends: "death" | "throttled" | "reset" | "500";
  /** Not this call only: every later one of its kind in the same process goes the same way. */
  lasting: boolean;
}

const kinds: Omit<Fault, "lasting">[] = [
  { name: "dies before", takesEffect: false, ends: "death" },
  { name: "dies after", takesEffect: true, ends: "death" },
  { name: "throttled", takesEffect: false, ends: "throttled" },
  { name: "breaks before", takesEffect: false, ends: "reset" },
  { name: "reply lost", takesEffect: true, ends: "reset" },
  { name: "500 after", takesEffect: true, ends: "500" },
];

/**
 * The SDK hides many a single failure by sending again, so each also comes to stay; a 500 that stays looks to the
 * caller like replies that are lost.
 */
export const faults: Fault[] = [
  ...kinds.map((kind) => ({ ...kind, lasting: false })),
  ...kinds
    .filter((kind) => kind.ends === "throttled" || kind.ends === "reset")
    .map((kind) => ({ ...kind, name: `${kind.name}, lasting`, lasting: true })),
];

const READS =
  /^(DynamoDB (GetItem|BatchGetItem|Query)|IAM (Get|List)|SecretsManager (Describe|Get)|Customer's )/;

/** What a call has to stand. One that changes nothing takes no effect: half of the faults are the other half to it. */
export function faultsOf(call: string): Fault[] {
  return READS.test(call) ? faults.filter(({ takesEffect, ends }) => !takesEffect || ends === "500") : faults;
}

/** As node's HTTP client reports a connection that broke. */
export function brokenConnection(): Error {
  const error = new Error("socket hang up");
  return Object.assign(error, { code: "ECONNRESET", name: "TimeoutError" });
}

const throttlings: Record<AwsService, string> = {
  dynamodb: "ThrottlingException",
  events: "ThrottlingException",
  iam: "Throttling",
  s3: "SlowDown",
  ses: "TooManyRequestsException",
  secretsmanager: "ThrottlingException",
  pairs: "Throttling",
};

/** An error answer as the service writes it. */
export function errorAnswer(service: AwsService, ends: "throttled" | "500"): AwsResponse {
  const throttled = ends === "throttled";
  const code = throttled ? throttlings[service] : "InternalFailure";
  const statusCode = throttled ? (service === "s3" ? 503 : 400) : 500;
  const error = `<Error><Code>${code}</Code><Message>m</Message></Error>`;
  const body = {
    dynamodb: JSON.stringify({ __type: code, message: "m" }),
    events: JSON.stringify({ __type: code, message: "m" }),
    iam: `<ErrorResponse>${error}</ErrorResponse>`,
    s3: error,
    ses: JSON.stringify({ __type: code, message: "m" }),
    secretsmanager: JSON.stringify({ __type: code, message: "m" }),
    pairs: `<ErrorResponse>${error}</ErrorResponse>`,
  }[service];
  return answered(statusCode, body);
}

export function answered(statusCode: number, body: string | Buffer, headers = {}): AwsResponse {
  return { statusCode, headers, body: Readable.from([Buffer.from(body)]) } as AwsResponse;
}
