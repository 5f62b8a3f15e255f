import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { localSettings } from "../../local/settings.ts";
import { assertDocumented } from "./documented.ts";

export interface ApiAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on whatever was answered
  body: any;
}

export interface ApiRequest {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface KeyPair {
  accessKeyId: string;
  secretAccessKey: string;
}

export type Laptop = Awaited<ReturnType<typeof startLaptop>>;

/**
 * Keyturn as `npm start` runs it, in this process, on any free ports and a data folder of its own. The handlers
 * read the process's environment once, so there is one a test file.
 */
export async function startLaptop(environment: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-test-"));
  const ports = { PORT: "0", KEYTURN_AWS_PORT: "0", KEYTURN_DATA_DIR: dataDir };
  Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: "WARN" }, environment);
  const { startKeyturn } = await import("../../local/server/keyturn.ts");
  const running = await startKeyturn(localSettings([], { ...ports, ...environment }));
  const { url, awsUrl = "" } = running;
  // What a test does beside Keyturn it does as root: the Lambdas have sessions of their own.
  if (running.awsUrl) {
    const { accessKeyId, secretAccessKey } = rootCredentials(dataDir);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  }

  const call = (method: string, path: string, request?: ApiRequest) => callApi(url, method, path, request);

  /** What consumers have heard, each event once: they are delivered at least once. */
  async function events(): Promise<ApiAnswer["body"][]> {
    const delivered: ApiAnswer["body"][] = (await call("GET", "/_local/events")).body.events;
    const byId = delivered.map((event) => [event.detail.metadata?.eventId ?? event.id, event] as const);
    return [...new Map(byId).values()];
  }

  return {
    ...{ url, awsUrl, dataDir, call },
    async token(role = "admin", org = "acme", more: Record<string, unknown> = {}): Promise<string> {
      const { body } = await call("POST", "/_local/token", { body: { org, role, ...more } });
      return body.token;
    },
    /** An S3 client of somebody who was given the key. */
    s3: (credentials: KeyPair, region?: string) => s3Client(awsUrl, credentials, region),
    async advance(days: number): Promise<void> {
      await call("POST", "/_local/clock", { body: { advanceDays: days } });
    },
    async sweep(): Promise<void> {
      await call("POST", "/_local/sweep");
    },
    events,
    async told(org: string): Promise<{ type: string; data: ApiAnswer["body"] }[]> {
      const own = (await events()).filter(({ detail }) => detail.metadata?.org === org);
      return own.map((event) => ({ type: event["detail-type"], data: event.detail.data }));
    },
    /** Every mail, oldest first. */
    async mail(): Promise<ApiAnswer["body"][]> {
      return (await call("GET", "/_local/mail")).body.messages;
    },
    /** The page at `/`, as `npm start` has it; answers why it could not be built. */
    openConsole: () => running.console.open(),
    async close(): Promise<void> {
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Those that lie in the laptop's data folder. */
export function rootCredentials(dataDir: string): KeyPair {
  const file = readFileSync(join(dataDir, "root-credentials"), "utf8");
  const value = (name: string) => new RegExp(`^${name} = (.+)$`, "m").exec(file)?.[1] ?? "";
  return {
    accessKeyId: value("aws_access_key_id"),
    secretAccessKey: value("aws_secret_access_key"),
  };
}

/** A request to Keyturn's API, and its answer read. Rejects when there is none, or one that is not documented. */
export async function callApi(
  url: string,
  method: string,
  path: string,
  request: ApiRequest = {},
): Promise<ApiAnswer> {
  const { token, body, headers } = request;
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const read = { status: answer.status, body: text && JSON.parse(text) };
  const contentType = answer.headers.get("content-type") ?? "";
  assertDocumented({
    method,
    path: pathOf(url + path),
    sent: body,
    contentType,
    headers: answer.headers,
    ...read,
  });
  return { ...read, headers: answer.headers };
}

/** As fetch sends it. */
function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/** An S3 client as anybody would make it, but for not trying again. */
export function s3Client(awsUrl: string, credentials: KeyPair, region = "us-east-1"): S3Client {
  return new S3Client({ endpoint: awsUrl, region, credentials, forcePathStyle: true, maxAttempts: 1 });
}

/** A data service with its one connection, as the API answers it. */
export async function addService(laptop: Pick<Laptop, "call">, token: string, name = "Sales data") {
  const answer = await laptop.call("POST", "/v1/services", {
    token,
    body: { name, type: "s3", owner: "provider" },
  });
  return answer.body as { service: ApiAnswer["body"]; connection: ApiAnswer["body"] };
}

/** Tells of a pipeline. */
export async function putPipeline(
  laptop: Pick<Laptop, "call">,
  token: string,
  pipelineId: string,
  facts: object = {},
) {
  const body = { name: "Nightly load", kind: "data-pipeline", filePatterns: ["*.csv"], ...facts };
  return laptop.call("PUT", `/v1/pipelines/${pipelineId}`, { token, body });
}

/** Creates the connection's key, or resets it. */
export async function resetKey(
  laptop: Pick<Laptop, "call">,
  token: string,
  connectionId: string,
  body: object = {},
) {
  return laptop.call("POST", `/v1/connections/${connectionId}/access-key`, { token, body });
}
