import type { Random } from "../../simulation/random.ts";
import type { KeyPair } from "../../support/laptop.ts";

interface KnownConnection {
  connectionId: string;
  serviceId: string;
  userName: string;
  owner: string;
  accessKeyId: string | null;
  retiring: { accessKeyId: string; state: string } | null;
}

interface KnownService {
  serviceId: string;
  type: string;
  name: string;
  owner: string;
}
type KnownThing = Partial<KnownConnection & KnownService & { pipelineId: string; kind: string }>;

/** What may be in an answer of 2xx, of any route. */
export interface Answered extends KnownThing {
  service?: KnownService;
  connection?: KnownConnection;
  items?: unknown;
  cursor?: unknown;
  credentials?: { accessKeyId?: unknown; secretAccessKey?: unknown };
}

/** What the callers of an org know of it: what they were answered last. */
export class KnownOrg {
  readonly name: string;
  /** By role. */
  readonly tokens = new Map<string, string>();
  readonly services = new Map<string, { name: string; owner: string }>();
  readonly connections = new Map<string, KnownConnection>();
  readonly pipelines = new Set<string>();
  readonly cursors: string[] = [];
  /** Users that a portal made, with the rows that adopt them. */
  readonly adoptable: object[] = [];
  /** By connection: pairs of the customer's user, of which Keyturn has one. */
  readonly pairs = new Map<string, KeyPair[]>();
  /** Pairs and buckets of customers with which services can be made. */
  readonly customers: object[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Of a random connection of which this holds. */
  connection(
    random: Random,
    holds: (one: KnownConnection) => boolean = () => true,
  ): KnownConnection | undefined {
    const all = [...this.connections.values()].filter(holds);
    return all.length > 0 ? random.pick(all) : undefined;
  }

  service(random: Random): string | undefined {
    return this.services.size > 0 ? random.pick([...this.services.keys()]) : undefined;
  }

  pipeline(random: Random): string | undefined {
    return this.pipelines.size > 0 ? random.pick([...this.pipelines]) : undefined;
  }

  /** Takes in what a request that was done was answered. */
  learn(method: string, path: string, body: Answered | undefined): void {
    // Of a key that is removed, the connection is answered, and stays.
    if (method === "DELETE" && body === undefined) this.#forget(path);
    if (typeof body !== "object" || body === null) return;
    for (const one of [
      body,
      body.service,
      body.connection,
      ...(Array.isArray(body.items) ? body.items : []),
    ]) {
      if (one) this.#learnOf(one);
    }
    if (typeof body.cursor === "string") this.cursors.push(body.cursor);
    if (this.cursors.length > 50) this.cursors.shift();
  }

  #learnOf(one: KnownThing): void {
    if (typeof one.pipelineId === "string" && typeof one.kind === "string")
      this.pipelines.add(one.pipelineId);
    if (typeof one.connectionId === "string" && typeof one.userName === "string") {
      this.connections.set(one.connectionId, one as KnownConnection);
    } else if (
      typeof one.serviceId === "string" &&
      typeof one.type === "string" &&
      typeof one.name === "string"
    ) {
      this.services.set(one.serviceId, one as KnownService);
    }
  }

  #forget(path: string): void {
    const id = path.split("?")[0]?.split("/").at(-1) ?? "";
    this.pipelines.delete(id);
    this.services.delete(id);
    this.connections.delete(id);
    for (const { connectionId, serviceId } of this.connections.values()) {
      if (serviceId === id) this.connections.delete(connectionId);
    }
  }
}
