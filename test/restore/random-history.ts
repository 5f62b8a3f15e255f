import type { Caller } from "../../core/caller/caller.ts";
import { HOUR_MS, MINUTE_MS, plus, SECOND_MS } from "../../core/clock.ts";
import { addConnection } from "../../core/connection/add-connection.ts";
import { Connection } from "../../core/connection/connection.ts";
import { deleteConnection } from "../../core/connection/delete-connection.ts";
import { CallFailed } from "../../core/errors.ts";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import { removeAccessKey } from "../../core/key/remove-access-key.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { restoreAccessKey } from "../../core/key/restore-access-key.ts";
import { retireAccessKey } from "../../core/key/retire-access-key.ts";
import { changePolicy } from "../../core/policy/change-policy.ts";
import { Policy, PolicyRecord } from "../../core/policy/policy.ts";
import type { ResetMode } from "../../core/policy/reset-rules.ts";
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
import { drawAct, habits, type Weights } from "./draw-act.ts";
import { FaultyCalls } from "./faulty-calls.ts";
import { GivenKeys } from "./given-keys.ts";

/**
 * A Keyturn in memory where one request after the other is made, some of which die half-way, and a backup that is
 * taken before any one call of any of them.
 */
export class RandomHistory {
  readonly world = memoryWorld();
  readonly items = new MemoryItems();
  readonly ports = { ...this.world.ports, ...memoryRecords(this.items) };
  readonly given = new GivenKeys();
  readonly random: Random;
  readonly #calls: FaultyCalls;
  readonly #faulty: SweepPorts;
  #backup: { key: ItemKey; item: TrackedItem }[] = [];
  /** Connections and data services whose deletion has begun: it is finished, however long that takes. */
  readonly #ending = new Set<string>();
  readonly #weights: Weights;
  readonly #reset: { graceHoursDefault: number; undoHours: number };
  #asked = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.#calls = new FaultyCalls(this.random, () => this.#takeBackup());
    this.#faulty = this.#calls.of(this.ports);
    this.#weights = this.random.pick(habits);
    this.#reset = { graceHoursDefault: this.random.pick([1, 168]), undoHours: this.random.pick([1, 168]) };
  }

  async run(): Promise<void> {
    await changePolicy(this.ports, anAdmin, this.#policy());
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
      else if (key.sk === "POLICY") this.items.insert(key, PolicyRecord, item as unknown as PolicyRecord);
      else this.items.insert(key, Service, item as Service);
    }
    return this.world.clock.now();
  }

  /** Keys of connections that are in use, of which their records say nothing. */
  async unnamed(): Promise<string[]> {
    const connections = await this.ports.connections.page(anAdmin.org, 999);
    return connections.flatMap(({ state, userName, current, retiring, unmanagedIds }) => {
      const keys = state === "ready" ? (this.world.iam.users.get(userName)?.keys ?? []) : [];
      const named = [current?.accessKeyId, retiring?.accessKeyId, ...unmanagedIds];
      return keys.map((key) => key.accessKeyId).filter((id) => !named.includes(id));
    });
  }

  /** The schedule, for half an hour, while graces last, and for days. What became of the keys that were given. */
  async goOn(): Promise<string[]> {
    const resumed = { ...this.world, ports: this.ports };
    for (let pass = 0; pass < 6; pass++) await sweep(resumed, 5 * MINUTE_MS);
    const soon = this.#broken();
    await sweepForDays(resumed);
    return [...new Set([...soon, ...this.#broken()])];
  }

  #broken(): string[] {
    return this.given.broken(this.world.iam, this.world.clock.now());
  }

  async #act(): Promise<void> {
    const by: Caller = { ...anAdmin, correlationId: `request-${++this.#asked}` };
    const idempotent = { keyHash: `k${this.random.between(1, 9)}`, bodyHash: "b" };
    const service = this.random.pick(await this.ports.services.page(by.org, 99)) as Service | undefined;
    const ready = (await this.ports.connections.page(by.org, 99)).filter((one) => one.state !== "deleted");
    const { act, connection } = drawAct(this.random, this.#weights, ready);
    if (act === "policy") return void (await changePolicy(this.#faulty, by, this.#policy()));
    if (act === "sweep") return sweep({ ...this.world, ports: { ...this.ports, ...this.#faulty } });
    if (act === "create") return void (await createService(this.#faulty, by, { name: "Sales", idempotent }));
    if (!service || !connection) return;
    const { connectionId } = connection;
    const ends = (one: Connection) => one.connectionId === connectionId;
    switch (act) {
      case "add":
        return void (await addConnection(this.#faulty, by, service.serviceId, { idempotent }));
      case "byHand":
        return void (await this.world.iam.create(connection));
      case "reset":
        this.given.end(ends);
        return this.#give(connection, by, "immediate");
      case "stage":
        if (connection.current?.state === "active") {
          const { graceHoursDefault } = this.#reset;
          this.given.limit(
            connection.current.accessKeyId,
            plus(this.world.clock.now(), graceHoursDefault * HOUR_MS),
          );
        } else this.given.end(ends); // acts at once
        return this.#give(connection, by, "staged");
      case "retire":
        return this.#changeOld(connection, () =>
          retireAccessKey(this.#faulty, by, connectionId, { force: this.random.chance(0.5) }),
        );
      case "restore":
        return this.#changeOld(connection, () => restoreAccessKey(this.#faulty, by, connectionId, {}));
      case "remove":
        this.given.end(ends);
        return void (await removeAccessKey(this.#faulty, by, connectionId, connection.current?.accessKeyId));
      case "endConnection":
        this.given.end(ends);
        this.#ending.add(connectionId);
        return deleteConnection(this.#faulty, by, connectionId, connection.userName);
      case "endService":
        this.given.end((one) => one.serviceId === service.serviceId);
        this.#ending.add(service.serviceId);
        return deleteService(this.#faulty, by, service.serviceId, service.name);
    }
  }

  async #give(connection: Connection, by: Caller, mode: ResetMode): Promise<void> {
    const reason = mode === "immediate" && this.random.chance(0.2) ? "compromised" : "other";
    const issued = await resetAccessKey(this.#faulty, by, connection.connectionId, { reason, mode });
    if (issued.replayed || this.#isEnding(connection)) return;
    this.given.give(issued.accessKeyId, connection);
    const { retiring } = issued.connection;
    if (retiring?.state === "active") this.given.tell(connection, retiring);
  }

  /** Until it is answered nobody knows whether the old key of a staged reset works. */
  async #changeOld(connection: Connection, change: () => Promise<Connection>): Promise<void> {
    const old = connection.retiring?.accessKeyId;
    this.given.end((_, accessKeyId) => accessKeyId === old);
    const { retiring } = await change();
    if (retiring && !this.#isEnding(connection)) this.given.tell(connection, retiring);
  }

  #isEnding({ connectionId, serviceId }: Connection): boolean {
    return this.#ending.has(connectionId) || this.#ending.has(serviceId);
  }

  /** Keys may grow as old as it happens; how long old ones live on is the same throughout a history. */
  #policy(): Policy {
    const maxAgeDays = this.random.pick([30, 90, 180]);
    return Policy.parse({ rotation: { maxAgeDays }, reset: this.#reset });
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
