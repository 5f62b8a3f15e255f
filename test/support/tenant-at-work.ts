import { randomInt, randomUUID } from "node:crypto";
import type { ApiAnswer, KeyPair } from "./laptop.ts";
import type { StartedProcess } from "./started-process.ts";

/** What a tenant knows of one of its connections, from the answers it was given. */
export interface KnownConnection {
  connectionId: string;
  serviceId: string;
  userName: string;
  bucket: string;
  folder: string;
  /** The last pair it was given; without a secret when it only saw the id later. */
  key: { accessKeyId: string; secretAccessKey?: string } | null;
  disabled: boolean;
  /** Pairs it was given and that have been replaced or removed since. */
  past: KeyPair[];
  /** What it asked for and was not answered. */
  doubt?: "reset" | "compromised" | "remove" | "delete" | undefined;
  gone: boolean;
}

/** Somebody who changes keys all the time, one request after the other, and takes down what was answered. */
export class Tenant {
  readonly org: string;
  readonly connections: KnownConnection[] = [];
  /** Changes that were acknowledged, as the journal should tell of them. */
  readonly told: string[] = [];
  /** Requests that were answered with a key, by their Idempotency-Key. */
  readonly answered: { path: string; body: object; idempotencyKey: string; accessKeyId: string }[] = [];
  /** A new service that was asked for and not answered: the same request is sent again. */
  #unanswered: string | undefined;
  #process: StartedProcess | undefined;
  #token = "";

  constructor(org: string) {
    this.org = org;
  }

  /** Works until the process no longer answers. */
  async work(process: StartedProcess): Promise<void> {
    this.#process = process;
    const token = await process.call("POST", "/_local/token", { body: { org: this.org, role: "admin" } });
    this.#token = token.body.token;
    try {
      for (;;) await this.#doSomething();
    } catch (error) {
      if (error instanceof Unexpected) throw error;
    }
  }

  async send(method: string, path: string, body?: object, idempotencyKey?: string): Promise<ApiAnswer> {
    const headers = idempotencyKey ? { "idempotency-key": idempotencyKey } : {};
    const request = { token: this.#token, headers, ...(body && { body }) };
    return (this.#process as StartedProcess).call(method, path, request);
  }

  useProcess(process: StartedProcess): void {
    this.#process = process;
  }

  async #doSomething(): Promise<void> {
    const there = this.connections.filter((connection) => !connection.gone && !connection.doubt);
    const connection = there[randomInt(Math.max(1, there.length))];
    const dice = randomInt(100);
    if (!connection || this.#unanswered || (dice < 10 && there.length < 8)) return this.#create();
    if (dice < 15 && there.length > 2) return this.#delete(connection);
    if (dice < 30 && connection.key) return this.#remove(connection);
    return this.#reset(connection, dice > 85 && connection.key ? "compromised" : "other");
  }

  async #create(): Promise<void> {
    this.#unanswered ??= randomUUID();
    const body = { name: "At work", type: "s3", owner: "provider" };
    const answer = await this.send("POST", "/v1/services", body, this.#unanswered);
    expectStatus(answer, 201);
    this.#unanswered = undefined;
    const { connectionId, serviceId, userName, bucket, folder } = answer.body.connection;
    const known = { connectionId, serviceId, userName, bucket, folder };
    this.connections.push({ ...known, key: null, disabled: false, past: [], gone: false });
    this.told.push(`ServiceCreated ${serviceId}`);
  }

  async #reset(connection: KnownConnection, reason: "other" | "compromised"): Promise<void> {
    const { connectionId, key } = connection;
    connection.doubt = reason === "compromised" ? reason : "reset";
    const [path, idempotencyKey] = [`/v1/connections/${connectionId}/access-key`, randomUUID()];
    const body = { reason, expectedAccessKeyId: key?.accessKeyId ?? null };
    const remembers = this.answered.filter((one) => one.path === path).length < 20;
    const answer = await this.send("POST", path, body, remembers ? idempotencyKey : undefined);
    expectStatus(answer, key ? 200 : 201);
    const { credentials } = answer.body;
    supersede(connection, credentials);
    this.told.push(`${key ? "KeyRotated" : "KeyCreated"} ${credentials.accessKeyId}`);
    const { accessKeyId } = credentials;
    if (remembers) this.answered.push({ path, body, idempotencyKey, accessKeyId });
  }

  async #remove(connection: KnownConnection): Promise<void> {
    const { accessKeyId } = connection.key as KeyPair;
    connection.doubt = "remove";
    const path = `/v1/connections/${connection.connectionId}/access-key?confirm=${accessKeyId}`;
    expectStatus(await this.send("DELETE", path), 200);
    supersede(connection, null);
    this.told.push(`KeyRemoved ${accessKeyId}`);
  }

  async #delete(connection: KnownConnection): Promise<void> {
    connection.doubt = "delete";
    const path = `/v1/connections/${connection.connectionId}?confirm=${connection.userName}`;
    expectStatus(await this.send("DELETE", path), 204);
    supersede(connection, null);
    connection.gone = true;
    this.told.push(`ConnectionDeleted ${connection.connectionId}`);
  }
}

/** From here on the connection has this key, and the one before is no more. */
export function supersede(connection: KnownConnection, key: KnownConnection["key"]): void {
  const { key: before } = connection;
  if (before?.secretAccessKey) connection.past.push(before as KeyPair);
  Object.assign(connection, { key, disabled: false, doubt: undefined });
}

class Unexpected extends Error {}

function expectStatus(answer: ApiAnswer, status: number): void {
  if (answer.status === status) return;
  throw new Unexpected(`expected ${status}, was answered ${answer.status} ${JSON.stringify(answer.body)}`);
}
