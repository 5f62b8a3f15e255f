import type { Agent } from "node:http";
import { sign } from "../../local/aws/testing/raw-request.ts";
import type { Random } from "../../test/simulation/random.ts";
import type { KnownConnection } from "../../test/support/known-connection.ts";
import type { ApiAnswer, ApiRequest, KeyPair } from "../../test/support/laptop.ts";
import { type Answering, Tenant } from "../../test/support/tenant-at-work.ts";
import { Unexpected } from "../../test/support/unexpected.ts";
import type { Latencies } from "./latencies.ts";
import { ask } from "./lean-client.ts";

export interface Service {
  apiPort: number;
  awsPort: number;
  agent: Agent;
  latencies: Latencies;
}

/** What users do, out of a hundred requests. A change can take several. */
const MIX = { read: 44, change: 26, object: 25, identify: 3, again: 1.5, policy: 0.5 };
const NAMES = 10;
const BYTES_MAX = 20_000;

/**
 * One user with one request under way at a time: a tenant who changes keys, looks at its pages, and writes and reads
 * objects with the keys it was given. What it was answered is taken down, to be checked at the end.
 */
export class User {
  readonly tenant: Tenant;
  readonly #random: Random;
  readonly #service: Service;
  /** Retries with the same Idempotency-Key that were answered as the first time. */
  replays = 0;
  objects = 0;

  constructor(org: string, service: Service, random: Random) {
    this.#service = service;
    this.#random = random;
    this.tenant = new Tenant(org, random, "super_admin");
  }

  async begin(): Promise<void> {
    await this.tenant.useProcess(this.#api());
    await this.tenant.changeSomething(); // there is a service from here on
  }

  /** Until `isOver`. Whatever is answered otherwise than it should be ends the run; what is answered 503 stays in doubt. */
  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      try {
        await this.#once();
      } catch (error) {
        if (!(error instanceof Unexpected && error.status === 503)) throw error;
      }
    }
  }

  async #once(): Promise<void> {
    const connections = this.tenant.connections.filter(({ gone, doubt }) => !gone && !doubt);
    const connection = connections.length > 0 ? this.#random.pick(connections) : undefined;
    if (!connection) return this.tenant.changeSomething();
    switch (this.#random.weighted(MIX)) {
      case "read":
        return this.#read(connection);
      case "object":
        return this.#useKey(connection);
      case "identify":
        return this.#expect(200, "POST", "/v1/pipelines/identify", { fileNames: ["a.csv", "b.csv"] });
      case "policy":
        return this.#expect(200, "PUT", "/v1/policy", { contacts: [`${this.tenant.org}@example.com`] });
      case "again":
        return this.#sendAgain();
      default:
        return this.tenant.changeSomething();
    }
  }

  #read({ connectionId, serviceId }: KnownConnection): Promise<void> {
    const paths = [
      "/v1/connections",
      `/v1/connections/${connectionId}`,
      `/v1/connections/${connectionId}/history`,
      `/v1/services/${serviceId}`,
      "/v1/summary",
      "/v1/policy",
    ];
    return this.#expect(200, "GET", this.#random.pick(paths));
  }

  async #sendAgain(): Promise<void> {
    const { answered, connections } = this.tenant;
    if (answered.length === 0) return;
    const { path, body, idempotencyKey, accessKeyId } = this.#random.pick(answered);
    if (connections.some(({ gone, doubt, connectionId }) => (gone || doubt) && path.includes(connectionId)))
      return;
    const answer = await this.tenant.send("POST", path, body, idempotencyKey);
    const isSame = answer.body.replayed === true && answer.body.credentials.accessKeyId === accessKeyId;
    if (!isSame) throw new Unexpected(`a retry was answered ${JSON.stringify(answer.body)}`, answer.status);
    this.replays += 1;
  }

  async #expect(status: number, method: string, path: string, body?: object): Promise<void> {
    const answer = await this.tenant.send(method, path, body);
    if (answer.status === status) return;
    throw new Unexpected(`${method} ${path} was answered ${answer.status}`, answer.status);
  }

  /** Three writes to one read. */
  async #useKey({ bucket, folder, key, disabled, objects }: KnownConnection): Promise<void> {
    if (!key?.secretAccessKey || disabled) return;
    const name = `${folder}object-${this.#random.between(1, NAMES)}`;
    const [text] = objects.get(name) ?? [];
    const method = text === undefined || this.#random.chance(0.75) ? "PUT" : "GET";
    const body = method === "PUT" ? this.#someText() : undefined;
    const { agent, awsPort, latencies } = this.#service;
    const path = `/${bucket}/${name}`;
    const payloadHash = "UNSIGNED-PAYLOAD";
    const { headers } = sign({ port: awsPort }, key as KeyPair, { method, path, payloadHash });
    const answer = await ask(agent, awsPort, { method, path, headers, ...(body !== undefined && { body }) });
    latencies.note(`S3 ${method}`, answer.status, answer.ms);
    const isRight = answer.status === 200 && (method === "PUT" || answer.bytes.toString() === text);
    if (!isRight) throw new Unexpected(`S3 ${method} was answered ${answer.status}`, answer.status);
    if (body !== undefined) objects.set(name, [body]);
    this.objects += 1;
  }

  #someText(): string {
    return `${this.#random.next()} `.repeat(this.#random.between(1, BYTES_MAX / 20));
  }

  #api(): Answering {
    const service = this.#service;
    const { agent, apiPort } = service;
    return {
      async call(
        method: string,
        path: string,
        { token, headers, body }: ApiRequest = {},
      ): Promise<ApiAnswer> {
        const sent = {
          ...{ method, path, headers: { ...headers, "content-type": "application/json" } },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        };
        const authorized = { ...sent.headers, ...(token && { authorization: `Bearer ${token}` }) };
        const answer = await ask(agent, apiPort, { ...sent, headers: authorized });
        service.latencies.note(kindOf(method, path, body), answer.status, answer.ms);
        const text = answer.bytes.toString();
        return { status: answer.status, headers: new Headers(), body: text && JSON.parse(text) };
      },
    };
  }
}

/** `POST access-key staged`, `GET connections`: the route, without what it is about. */
function kindOf(method: string, path: string, body: unknown): string {
  const { mode, reason } = (body ?? {}) as { mode?: string; reason?: string };
  const words = path
    .split("?")[0]
    ?.split("/")
    .filter((word) => word && word !== "v1" && !/^(con_|svc_|p\d)/.test(word));
  const one = /\/(con_|svc_)[^/]*$/.test(path) ? "one of " : "";
  const how = reason === "compromised" ? reason : mode;
  return [method, one + (words ?? []).join("/"), how].filter(Boolean).join(" ");
}
