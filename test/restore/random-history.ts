import type { Caller } from "../../core/caller/caller.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/clock.ts";
import { addConnection } from "../../core/connection/add-connection.ts";
import { Connection } from "../../core/connection/connection.ts";
import { deleteConnection } from "../../core/connection/delete-connection.ts";
import { CallFailed } from "../../core/errors.ts";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import { removeAccessKey } from "../../core/key/remove-access-key.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import type { SweepPorts } from "../../core/ports.ts";
import { createService } from "../../core/service/create-service.ts";
import { deleteService } from "../../core/service/delete-service.ts";
import { Service } from "../../core/service/service.ts";
import { ProcessDied } from "../../core/testing/interrupt.ts";
import { MemoryItems, type TrackedItem } from "../../core/testing/memory-items.ts";
import { anAdmin, memoryWorld } from "../../core/testing/memory-ports.ts";
import { memoryRecords } from "../../core/testing/memory-records.ts";
import { sweep, sweepForDays } from "../../core/testing/scene.ts";
import { Random } from "../simulation/random.ts";
import { FaultyCalls } from "./faulty-calls.ts";

/**
 * A Keyturn in memory where one request after the other is made, some of which die half-way, and a backup that is
 * taken before any one call of any of them.
 */
export class RandomHistory {
  readonly world = memoryWorld();
  readonly items = new MemoryItems();
  readonly ports = { ...this.world.ports, ...memoryRecords(this.items) };
  /** Keys that a caller was given and that nobody has begun to end. */
  readonly given = new Map<string, Connection>();
  readonly random: Random;
  readonly #calls: FaultyCalls;
  readonly #faulty: SweepPorts;
  #backup: { key: ItemKey; item: TrackedItem }[] = [];
  /** Connections and data services whose deletion has begun: it is finished, however long that takes. */
  readonly #ending = new Set<string>();
  #asked = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.#calls = new FaultyCalls(this.random, () => this.#takeBackup());
    this.#faulty = this.#calls.of(this.ports);
  }

  async run(): Promise<void> {
    for (let n = 0; n < 45; n++) {
      this.#calls.mayFailOnce();
      await this.#orFail(() => this.#act());
      this.world.clock.advance(this.random.pick([SECOND_MS, 20 * SECOND_MS, 2 * MINUTE_MS, 30 * MINUTE_MS]));
    }
  }

  /** The table as it was at the backup. Answers when it was made. */
  restore(): string {
    this.world.clock.advance(20 * MINUTE_MS);
    for (const key of this.items.keys()) this.items.drop(key);
    for (const { key, item } of this.#backup) {
      if (key.sk.startsWith("CONNECTION#")) this.items.insert(key, Connection, item as Connection);
      else this.items.insert(key, Service, item as Service);
    }
    return this.world.clock.now();
  }

  async days(): Promise<void> {
    await sweepForDays({ ...this.world, ports: this.ports });
  }

  /** What became of the keys that nobody had begun to end. */
  broken(): string[] {
    const { iam } = this.world;
    return [...this.given].flatMap(([accessKeyId, { userName }]) => [
      ...(iam.works(accessKeyId) ? [] : [`${accessKeyId} is gone`]),
      ...(iam.users.get(userName)?.policy ? [] : [`${accessKeyId} may do nothing any more`]),
    ]);
  }

  async #act(): Promise<void> {
    const by: Caller = { ...anAdmin, correlationId: `request-${++this.#asked}` };
    const idempotent = { keyHash: `k${this.random.between(1, 9)}`, bodyHash: "b" };
    const service = this.random.pick(await this.ports.services.page(by.org, 99)) as Service | undefined;
    const ready = (await this.ports.connections.page(by.org, 99)).filter((one) => one.state !== "deleted");
    const connection = this.random.pick(ready) as Connection | undefined;
    const kind = this.random.weighted({
      ...{ create: 6, add: 6, reset: 20, remove: 2, sweep: 8, byHand: 1, endConnection: 1, endService: 1 },
    });
    if (kind === "sweep") return sweep({ ...this.world, ports: { ...this.ports, ...this.#faulty } });
    if (kind === "create") return void (await createService(this.#faulty, by, { name: "Sales", idempotent }));
    if (!service || !connection) return;
    const { connectionId } = connection;
    const ends = (one: Connection) => one.connectionId === connectionId;
    switch (kind) {
      case "add":
        return void (await addConnection(this.#faulty, by, service.serviceId, { idempotent }));
      case "byHand":
        return void (await this.world.iam.create(connection));
      case "reset":
        this.#end(ends);
        return this.#give(connection, by);
      case "remove":
        this.#end(ends);
        return void (await removeAccessKey(this.#faulty, by, connectionId, connection.current?.accessKeyId));
      case "endConnection":
        this.#end(ends);
        this.#ending.add(connectionId);
        return deleteConnection(this.#faulty, by, connectionId, connection.userName);
      case "endService":
        this.#end((one) => one.serviceId === service.serviceId);
        this.#ending.add(service.serviceId);
        return deleteService(this.#faulty, by, service.serviceId, service.name);
    }
  }

  async #give(connection: Connection, by: Caller): Promise<void> {
    const reason = this.random.chance(0.2) ? "compromised" : "other";
    const issued = await resetAccessKey(this.#faulty, by, connection.connectionId, { reason });
    const isEnding = this.#ending.has(connection.connectionId) || this.#ending.has(connection.serviceId);
    if (!issued.replayed && !isEnding) this.given.set(issued.accessKeyId, connection);
  }

  #end(isEnded: (connection: Connection) => boolean): void {
    for (const [id, connection] of this.given) if (isEnded(connection)) this.given.delete(id);
  }

  async #orFail(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const isOurs =
        error instanceof ProcessDied || error instanceof CallFailed || "code" in (error as object);
      if (!isOurs && (error as Error).name !== "PatchRefused") throw error;
    }
  }

  #takeBackup(): void {
    this.#backup = this.items.keys().flatMap((key) => {
      const item = this.items.tracked(key);
      return item ? [{ key, item }] : [];
    });
  }
}
