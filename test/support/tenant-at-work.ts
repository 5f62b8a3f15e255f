import { randomInt, randomUUID } from "node:crypto";
import { Random } from "../simulation/random.ts";
import { type Doubt, type KnownConnection, newlyKnown, settled, supersede } from "./known-connection.ts";
import type { ApiAnswer, KeyPair } from "./laptop.ts";
import type { StartedProcess } from "./started-process.ts";
import { expectStatus, Unexpected } from "./unexpected.ts";

const CONNECTIONS_MAX = 8;
/** A connection remembers no more idempotency keys a day. */
const REMEMBERED_MAX = 20;
/** Longer than any test goes on by the laptop's clock, so that no old key ends by itself. */
const GRACE_HOURS = 168;

/** What answers the requests. */
export type Answering = Pick<StartedProcess, "call">;

/** Somebody who changes keys all the time, one request after the other, and takes down what was answered. */
export class Tenant {
  readonly org: string;
  readonly connections: KnownConnection[] = [];
  /** Changes that were acknowledged, as the journal should tell of them. */
  readonly told: string[] = [];
  /** Requests that were answered with a key, by their Idempotency-Key. */
  readonly answered: { path: string; body: object; idempotencyKey: string; accessKeyId: string }[] = [];
  /** What each pipeline was last said to be called, or names of which it must have one. */
  readonly pipelines = new Map<string, string[]>();
  readonly #random: Random;
  readonly #role: string;
  /** A new service that was asked for and not answered: the same request is sent again. */
  #unanswered: string | undefined;
  /** Services whose pipelines it has changed without an answer. */
  readonly #relinking = new Set<string>();
  #process: Answering | undefined;
  #token = "";

  constructor(org: string, random = new Random(randomInt(2 ** 31)), role = "admin") {
    this.org = org;
    this.#random = random;
    this.#role = role;
  }

  /** Works until the process no longer answers. */
  async work(process: Answering): Promise<void> {
    try {
      await this.useProcess(process);
      for (;;) await this.changeSomething();
    } catch (error) {
      if (error instanceof Unexpected) throw error;
    }
  }

  async useProcess(process: Answering): Promise<void> {
    this.#process = process;
    const asked = await process.call("POST", "/_local/token", { body: { org: this.org, role: this.#role } });
    this.#token = asked.body.token;
  }

  async send(method: string, path: string, body?: object, idempotencyKey?: string): Promise<ApiAnswer> {
    const headers = idempotencyKey ? { "idempotency-key": idempotencyKey } : {};
    const request = { token: this.#token, headers, ...(body && { body }) };
    return (this.#process as Answering).call(method, path, request);
  }

  /** Asks once more for the new service that it was not answered, if there is one. */
  async createUnanswered(): Promise<void> {
    if (this.#unanswered) await this.#create();
  }

  /** What was asked for with an Idempotency-Key and not answered is asked for again, as it was. */
  async sendAgain(connection: KnownConnection): Promise<void> {
    const { unanswered, key } = connection;
    if (!unanswered) return;
    const { path, body, idempotencyKey } = unanswered;
    const answer = await this.send("POST", path, body, idempotencyKey);
    if (answer.status === 200 || answer.status === 201) this.#wasGiven(connection, key !== null, answer);
    else if (answer.body.code !== "key_changed") expectStatus(answer, 200);
  }

  /** A further key for each connection that there is: none of them is stuck. */
  async resetEach(): Promise<void> {
    for (const connection of this.connections) if (!connection.gone) await this.#reset(connection, "reset");
  }

  /** One change, by chance. Throws when it is not answered as it should be. */
  async changeSomething(): Promise<void> {
    const there = this.connections.filter((connection) => !connection.gone && !connection.doubt);
    if (this.#unanswered || there.length === 0) return this.#create();
    const connection = this.#random.pick(there);
    const { key, retiring, disabled } = connection;
    const mayStage = key && !disabled && !retiring;
    const act = this.#random.weighted({
      create: there.length < CONNECTIONS_MAX ? 10 : 0,
      delete: there.length > 2 ? 5 : 0,
      pipeline: 10,
      remove: key ? 12 : 0,
      compromised: key ? 12 : 0,
      staged: mayStage ? 20 : 0,
      retire: retiring?.state === "active" ? 20 : 0,
      restore: retiring?.state === "inactive" ? 20 : 0,
      reset: 35,
    });
    switch (act) {
      case "create":
        return this.#create();
      case "delete":
        return this.#delete(connection);
      case "pipeline":
        return this.#putPipeline(connection);
      case "remove":
        return this.#remove(connection);
      case "retire":
      case "restore":
        return this.#endOldKey(connection, act);
      default:
        return this.#reset(connection, act);
    }
  }

  async #create(): Promise<void> {
    this.#unanswered ??= randomUUID();
    const body = { name: "At work", type: "s3", owner: "provider" };
    const answer = await this.send("POST", "/v1/services", body, this.#unanswered);
    expectStatus(answer, 201);
    this.#unanswered = undefined;
    const { connection } = answer.body;
    this.connections.push(newlyKnown(connection));
    this.told.push(`ServiceCreated ${connection.serviceId}`);
  }

  async #reset(connection: KnownConnection, act: "reset" | "staged" | "compromised"): Promise<void> {
    const { connectionId, key } = connection;
    const [path, idempotencyKey] = [`/v1/connections/${connectionId}/access-key`, randomUUID()];
    const body = {
      ...(act === "staged" ? { mode: act, graceHours: GRACE_HOURS } : {}),
      reason: act === "compromised" ? act : "other",
      expectedAccessKeyId: key?.accessKeyId ?? null,
    };
    const remembers = this.answered.filter((one) => one.path === path).length < REMEMBERED_MAX;
    connection.doubt = act;
    connection.unanswered = remembers ? { path, body, idempotencyKey } : undefined;
    const answer = await this.send("POST", path, body, remembers ? idempotencyKey : undefined);
    expectStatus(answer, key ? 200 : 201);
    this.#wasGiven(connection, key !== null, answer);
  }

  /** A key that is answered once more has no secret. */
  #wasGiven(connection: KnownConnection, before: boolean, { body }: ApiAnswer): void {
    const { unanswered, doubt } = connection;
    const { accessKeyId } = body.credentials;
    supersede(connection, body.credentials, doubt === "staged");
    this.told.push(`${before ? "KeyRotated" : "KeyCreated"} ${accessKeyId}`);
    if (unanswered) this.answered.push({ ...unanswered, accessKeyId });
  }

  async #endOldKey(connection: KnownConnection, act: "retire" | "restore"): Promise<void> {
    const retiring = connection.retiring as NonNullable<KnownConnection["retiring"]>;
    connection.doubt = act;
    const path = `/v1/connections/${connection.connectionId}/access-key/${act}`;
    expectStatus(await this.send("POST", path, act === "retire" ? { force: true } : {}), 200);
    retiring.state = act === "retire" ? "inactive" : "active";
    settled(connection);
    this.told.push(`${act === "retire" ? "KeyRetired" : "KeyRestored"} ${retiring.accessKeyId}`);
  }

  async #putPipeline({ serviceId }: KnownConnection): Promise<void> {
    const [id, name] = [`p${this.#random.between(1, 5)}`, `Load ${this.#random.between(1, 1_000_000)}`];
    this.pipelines.set(id, [...(this.pipelines.get(id) ?? [""]), name]);
    const body = { name, kind: "rule", contacts: [`${id}@example.com`] };
    expectStatus(await this.send("PUT", `/v1/pipelines/${id}`, body), 200, 201);
    this.pipelines.set(id, [name]);
    const isRelinking = this.#relinking.has(serviceId);
    this.#relinking.add(serviceId);
    const answer = await this.send("PATCH", `/v1/services/${serviceId}`, { pipelineIds: [id] });
    if (isRelinking && answer.body.code === "operation_in_progress") return; // its lease runs on for a minute
    expectStatus(answer, 200);
    this.#relinking.delete(serviceId);
  }

  async #remove(connection: KnownConnection): Promise<void> {
    const { accessKeyId } = connection.key as KeyPair;
    connection.doubt = "remove" satisfies Doubt;
    const path = `/v1/connections/${connection.connectionId}/access-key?confirm=${accessKeyId}`;
    expectStatus(await this.send("DELETE", path), 200);
    supersede(connection, null);
    this.told.push(`KeyRemoved ${accessKeyId}`);
  }

  async #delete(connection: KnownConnection): Promise<void> {
    connection.doubt = "delete" satisfies Doubt;
    const path = `/v1/connections/${connection.connectionId}?confirm=${connection.userName}`;
    expectStatus(await this.send("DELETE", path), 204);
    supersede(connection, null);
    connection.gone = true;
    this.told.push(`ConnectionDeleted ${connection.connectionId}`);
  }
}
