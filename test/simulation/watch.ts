import type { Connection } from "../../core/connection/connection.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { AllPorts } from "./all-ports.ts";
import type { LaggingIam } from "./lagging-iam.ts";

/** Sees every write that took effect, and what must hold at that very moment. */
export class Watch {
  /** Every event that ever entered an outbox, by its id. */
  readonly events = new Map<string, KeyturnEvent>();
  readonly violations: string[] = [];
  /** Every record and event as it was written, as text. */
  readonly written: { org: string; text: string }[] = [];
  readonly #iam: LaggingIam;
  readonly #before = new Map<string, Connection>();

  constructor(iam: LaggingIam) {
    this.#iam = iam;
  }

  /** Of the events there have been. */
  types(): Set<string> {
    return new Set([...this.events.values()].map((event) => event.type));
  }

  over(ports: AllPorts): AllPorts {
    const { connections, services, policies } = ports;
    return {
      ...ports,
      connections: {
        ...connections,
        update: async (ref, patch) => this.#sawConnection(await connections.update(ref, patch)),
        write: async (ref, patch) => void this.#sawConnection(await connections.update(ref, patch)),
      },
      services: {
        ...services,
        update: async (ref, patch) => this.#saw(await services.update(ref, patch)),
      },
      policies: {
        ...policies,
        insert: async (record) => (await policies.insert(record)) && this.#saw(record) === record,
        update: async (ref, patch) => this.#saw(await policies.update(ref, patch)),
      },
    };
  }

  #saw<Item extends { org: string; outbox: KeyturnEvent[] }>(record: Item): Item {
    for (const event of record.outbox) {
      const { eventId } = event.metadata;
      if (!this.events.has(eventId)) this.events.set(eventId, structuredClone(event));
    }
    this.written.push({ org: record.org, text: JSON.stringify(record) });
    return record;
  }

  #sawConnection(after: Connection): Connection {
    const before = this.#before.get(after.connectionId);
    this.#before.set(after.connectionId, after);
    if (before) this.violations.push(...this.#violationsOf(before, after));
    return this.#saw(after);
  }

  *#violationsOf(before: Connection, after: Connection): Generator<string> {
    const [was, is] = [before.operation, after.operation];
    if (was && is && was.originalId !== is.originalId) {
      yield `operation ${was.originalId} was overwritten by ${is.originalId}`;
    }
    const leaked = was?.compromised && !is ? before.current : undefined;
    const replaced = was?.phase === "committed";
    if (leaked && !replaced && this.#works(leaked.accessKeyId)) {
      yield `the leaked key ${leaked.accessKeyId} works after the operation that was to stop it ended`;
    }
    const gone =
      before.retiring && !before.customer && after.retiring?.accessKeyId !== before.retiring.accessKeyId;
    if (gone && this.#exists(before.retiring?.accessKeyId)) {
      yield `the doomed key ${before.retiring?.accessKeyId} was forgotten while it exists`;
    }
    if (before.current?.state === "doomed" && after.current && after.current.state !== "doomed") {
      yield `the doomed key ${before.current.accessKeyId} is doomed no more`;
    }
  }

  #works(accessKeyId: string): boolean {
    return this.#iam.works(accessKeyId);
  }

  #exists(accessKeyId: string | undefined): boolean {
    return this.#iam.allKeys().some((key) => key.accessKeyId === accessKeyId);
  }
}
