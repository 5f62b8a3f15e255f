import { documentClient, type Reach } from "../../functions/clients.ts";
import type { AwsService, Transport } from "./cloud-ports.ts";

type Handler = Extract<NonNullable<Reach["requestHandler"]>, { handle: unknown }>;
export type AwsRequest = Parameters<Handler["handle"]>[0];
export type AwsResponse = Awaited<ReturnType<Handler["handle"]>>["response"];
type Options = Parameters<Handler["handle"]>[1];

/** One request on the wire. A retry of the SDK is a further one. */
export interface AwsCall {
  service: AwsService;
  operation: string;
  request: AwsRequest;
  send(): Promise<AwsResponse>;
}

/** The SDK's own handler, with one pool of connections for all clients of a test. */
let wire: Handler | undefined;
function theWire(): Handler {
  wire ??= documentClient({ region: "us-east-1" }).config.requestHandler as Handler;
  return wire;
}

/** A transport that hands every request of every client to `handle`. */
export function watchedTransport(handle: (call: AwsCall) => Promise<AwsResponse>): Transport {
  return (service) => {
    const inner = theWire();
    const requestHandler = {
      metadata: inner.metadata,
      destroy: () => {},
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
      handle: async (request: AwsRequest, options: Options) => {
        const send = async () => (await inner.handle(request, options)).response;
        return {
          response: await handle({ service, operation: operationOf(service, request), request, send }),
        };
      },
    };
    return { requestHandler: requestHandler as unknown as Handler };
  };
}

const NAMES: Record<AwsService, string> = {
  ...{ dynamodb: "DynamoDB", iam: "IAM", s3: "S3", events: "EventBridge", ses: "SES" },
  ...{ secretsmanager: "SecretsManager", pairs: "Customer's" },
};

/** `DynamoDB UpdateItem`: as the table and the bench name a call. */
export function nameOf({ service, operation }: Pick<AwsCall, "service" | "operation">): string {
  return `${NAMES[service]} ${operation}`;
}

export function bodyTextOf(request: AwsRequest): string {
  const { body } = request;
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

/** The whole body of an answer. */
export async function bodyOf(response: AwsResponse): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function operationOf(service: AwsService, request: AwsRequest): string {
  if (service === "s3") return request.method === "PUT" ? "PutObject" : request.method;
  if (service === "ses") return "SendEmail";
  if (service === "pairs" && request.method === "GET") return "ListObjectsV2";
  if (service !== "iam" && service !== "pairs")
    return (request.headers["x-amz-target"] ?? "").replace(/^.*\./, "");
  return new URLSearchParams(bodyTextOf(request)).get("Action") ?? "";
}
