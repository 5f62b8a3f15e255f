import type { Caller } from "../../core/caller/caller.ts";
import { type Clock, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { DomainError } from "../../core/errors.ts";
import type { Bus } from "../../core/journal/bus.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { Pipeline } from "../../core/pipeline/pipeline.ts";
import type { SweepPorts } from "../../core/ports.ts";
import type { Service } from "../../core/service/service.ts";
import { MemoryItems } from "../../core/testing/memory-items.ts";
import { MemoryPairs } from "../../core/testing/memory-pairs.ts";
import { anAdmin, MemoryBus, TestIds, testDeployment } from "../../core/testing/memory-ports.ts";
import { type MemoryRecords, memoryRecords } from "../../core/testing/memory-records.ts";
import { MemorySecrets } from "../../core/testing/memory-secrets.ts";
import { Faults } from "./faults.ts";
import { LaggingIam } from "./lagging-iam.ts";
import { Process } from "./process.ts";
import { Random } from "./random.ts";
import { Scheduler } from "./scheduler.ts";
import type { Trace } from "./trace.ts";
import { Watch } from "./watch.ts";

export type AllPorts = SweepPorts & MemoryRecords & { bus: Bus };
/** A change to the ports underneath the faults that breaks a rule on purpose. */
export type Sabotage = (ports: AllPorts) => AllPorts;

const ORG = anAdmin.org;
const INTERPOSED = [
  ...(["connections", "services", "pipelines", "policies", "journal", "outboxes"] as const),
  ...(["agenda", "accessKeys", "provisioning", "deprovisioning", "bus"] as const),
];

/** How somebody's request ended, as far as he knows. */
export type Outcome =
  | { is: "answered"; value: unknown }
  | { is: "refused"; error: DomainError }
  | { is: "failed"; error: Error }
  /** The connection broke, or nothing came in time. */
  | { is: "unanswered" };

export const requestKinds = [
  ...(["reset", "remove", "retire", "restore", "policy"] as const),
  ...(["delete_connection", "delete_service", "rename", "create", "add", "link", "tell", "forget"] as const),
];
type RequestKind = (typeof requestKinds)[number];

export interface Attempt {
  id: string;
  kind: RequestKind;
  /** The record it was about: its id. */
  target: string;
  startedMs: number;
  request: {
    compromised?: boolean;
    keyHash?: string;
    confirm?: string;
    name?: string;
    deactivates?: boolean;
  };
  outcome?: Outcome;
  /** When its process was done or dead. */
  endedMs?: number;
  /** The settle of a reset failed and it was answered all the same. */
  unsettled?: boolean;
  /** The keys that worked at the moment of the answer. */
  workingThen: string[];
}

/** A whole Keyturn, its misbehaving surroundings, and what everybody was told. */
export class World {
  readonly scheduler = new Scheduler();
  readonly items = new MemoryItems();
  readonly attempts: Attempt[] = [];
  /** What somebody did with a key he was given, and when. */
  readonly uses: { accessKeyId: string; at: string }[] = [];
  /** How many times as long as usual people wait between requests, and the schedule between its passes. */
  readonly pace: number;
  readonly warnings: string[] = [];
  readonly errors: Error[] = [];
  readonly lines: string[] = [];
  readonly random: Random;
  readonly faults: Faults;
  readonly iam: LaggingIam;
  readonly bus = new MemoryBus();
  readonly watch: Watch;
  /** Without faults, for what the test itself wants to know. */
  readonly calm: AllPorts;
  readonly trace: Trace;
  #processes = 0;

  constructor(seed: number, sabotage: Sabotage = (ports) => ports, traced = false) {
    this.random = new Random(seed);
    this.pace = this.random.pick([1, 1, 600]);
    this.trace = (line) => {
      if (traced) this.lines.push(`${(this.scheduler.elapsedMs / 1_000).toFixed(3).padStart(9)}s  ${line()}`);
    };
    this.faults = new Faults(this.random, this.random.pick([0.01, 0.03, 0.06, 0.12, 0.2]));
    const lagMs = this.random.pick([0, 5_000, 60_000, 240_000]);
    this.iam = new LaggingIam(this.scheduler, this.random, lagMs, this.random.between(-4_000, 2_000));
    this.watch = new Watch(this.iam);
    const log = { info: () => {}, warn: (text: string, facts: object) => this.#warn(text, facts) };
    const ports = {
      ...{ clock: this.#calmClock(), ids: new TestIds(), deployment: testDeployment, log },
      ...{ accessKeys: this.iam, provisioning: this.iam, deprovisioning: this.iam, bus: this.#flakyBus() },
      ...{ secrets: new MemorySecrets(), pairChecks: new MemoryPairs(this.#calmClock()) },
      ...{ notifications: { request: async () => {} }, ...memoryRecords(this.items) },
    };
    this.calm = this.watch.over(sabotage(ports));
  }

  /** A new invocation of a function, and its ports. */
  invocation(name: string): { process: Process; ports: AllPorts } {
    this.#processes += 1;
    const process = new Process(`${name}#${this.#processes}`, this.scheduler, this.faults, this.trace);
    return { process, ports: process.interpose(this.calm, INTERPOSED) };
  }

  callerOf(attempt: Attempt): Caller {
    return { ...anAdmin, correlationId: attempt.id };
  }

  async connections(): Promise<Connection[]> {
    return this.calm.connections.page(ORG, 1_000);
  }

  async services(): Promise<Service[]> {
    return this.calm.services.page(ORG, 1_000);
  }

  async pipelines(): Promise<Pipeline[]> {
    return this.calm.pipelines.page(ORG, 1_000);
  }

  async journal(): Promise<KeyturnEvent[]> {
    return this.calm.journal.ofOrg(ORG, { limit: 10_000 });
  }

  /** Those that some caller holds. */
  givenKeys(): string[] {
    return this.attempts.flatMap(({ kind, outcome }) => {
      if (kind !== "reset" || outcome?.is !== "answered") return [];
      return [(outcome.value as { accessKeyId: string }).accessKeyId];
    });
  }

  workingKeys(): string[] {
    return this.iam.allKeys().flatMap((key) => (key.active ? [key.accessKeyId] : []));
  }

  outcomeOf(error: unknown): Outcome {
    this.errors.push(error as Error);
    return error instanceof DomainError ? { is: "refused", error } : { is: "failed", error: error as Error };
  }

  /** Nobody else is there in the calm: time can pass at once. */
  #calmClock(): Clock {
    return {
      now: () => this.scheduler.now(),
      sleep: async (milliseconds) => this.scheduler.advanceTo(plus(this.scheduler.now(), milliseconds)),
    };
  }

  #warn(text: string, facts: object): void {
    const line = `${text} ${JSON.stringify(facts)}`;
    this.warnings.push(line);
    this.trace(() => `warning: ${line}`);
  }

  #flakyBus(): Bus {
    return {
      publish: async (events) => {
        const failed = this.faults.failedEntries(events.length);
        await this.bus.publish(events.filter((_, place) => !failed.includes(place)));
        return { failed };
      },
    };
  }
}
