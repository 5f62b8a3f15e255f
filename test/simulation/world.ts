import type { Caller } from "../../core/caller/caller.ts";
import { type Clock, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { driftPace } from "../../core/drift/drift-ports.ts";
import { DomainError } from "../../core/errors.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { Pipeline } from "../../core/pipeline/pipeline.ts";
import type { Service } from "../../core/service/service.ts";
import { memoryUserList } from "../../core/testing/memory-drift.ts";
import { MemoryPairs } from "../../core/testing/memory-pairs.ts";
import { anAdmin, MemoryBus, testDeployment } from "../../core/testing/memory-ports.ts";
import { memoryRecords } from "../../core/testing/memory-records.ts";
import { type AllPorts, INTERPOSED, type Sabotage } from "./all-ports.ts";
import type { Attempt, Outcome } from "./attempt.ts";
import { Choices } from "./choices.ts";
import { ComparingSecrets } from "./comparing-secrets.ts";
import { Faults } from "./faults.ts";
import { ForkIds } from "./fork-ids.ts";
import { LaggingIam } from "./lagging-iam.ts";
import { Process } from "./process.ts";
import { Random } from "./random.ts";
import { Scheduler } from "./scheduler.ts";
import { StreamedItems } from "./streamed-items.ts";
import type { Trace } from "./trace.ts";
import { Watch } from "./watch.ts";

export interface WorldOptions {
  sabotage?: Sabotage | undefined;
  traced?: boolean | undefined;
  /** What may come to pass (Choices); not given: everything. */
  only?: readonly string[] | undefined;
}

const ORGS = ["acme", "globex", "initech"];
/**
 * How far a Lambda's clock may be off. IAM's own is at most four seconds behind a Lambda's, and two ahead: a window
 * stands five seconds, one of which CreateDate's whole seconds take, and the thirty behind it less what is late.
 */
const LAMBDA_SKEW_MS = 2_000;
const IAM_BEHIND_MS = 4_000;
const IAM_AHEAD_MS = 2_000;

/** A whole Keyturn, its misbehaving surroundings, and what everybody was told. */
export class World {
  readonly seed: number;
  readonly scheduler = new Scheduler();
  readonly items = new StreamedItems();
  readonly attempts: Attempt[] = [];
  /** What somebody did with a key he was given, and when. */
  readonly uses: { accessKeyId: string; at: string }[] = [];
  readonly orgs: readonly string[];
  /** Every cursor that a list was answered with. */
  readonly cursors: { list: string; cursor: string }[] = [];
  /** How many times as long as usual people wait between requests, and the schedule between its passes. */
  readonly pace: number;
  /** The orgs keep their files mostly in buckets of their own. */
  readonly isOfCustomers: boolean;
  readonly warnings: string[] = [];
  readonly errors: Error[] = [];
  readonly lines: string[] = [];
  readonly choices: Choices;
  readonly faults: Faults;
  readonly iam: LaggingIam;
  readonly pairs: MemoryPairs;
  readonly secrets = new ComparingSecrets();
  readonly bus = new MemoryBus();
  readonly watch: Watch;
  /** Without faults, for what the test itself wants to know. */
  readonly calm: AllPorts;
  readonly trace: Trace;
  readonly #skewMaxMs: number;

  constructor(seed: number, { sabotage = (ports) => ports, traced = false, only }: WorldOptions = {}) {
    this.seed = seed;
    this.choices = new Choices(only);
    const random = this.chance("world");
    this.pace = random.pick([1, 1, 600]);
    this.orgs = ORGS.slice(0, random.pick([1, 2, 2, 3]));
    this.isOfCustomers = random.chance(0.25);
    this.trace = (line) => {
      if (traced) this.lines.push(`${(this.scheduler.elapsedMs / 1_000).toFixed(3).padStart(9)}s  ${line()}`);
    };
    this.faults = new Faults(seed, random.pick([0.01, 0.03, 0.06, 0.12, 0.2]), this.choices);
    const lagMs = random.pick([0, 5_000, 60_000, 240_000]);
    const skewMs = random.pick([0, LAMBDA_SKEW_MS / 10, LAMBDA_SKEW_MS]);
    this.#skewMaxMs = skewMs > 0 && this.choices.allows("skew") ? skewMs : 0;
    const iamSkewMs = random.between(skewMs - IAM_BEHIND_MS, IAM_AHEAD_MS - skewMs);
    const isLate = lagMs > 0 && this.choices.allows("lag");
    this.iam = new LaggingIam(this.scheduler, seed, isLate ? lagMs : 0, iamSkewMs);
    this.pairs = new MemoryPairs(this.scheduler);
    this.watch = new Watch(this.iam);
    const clock = this.#calmClock();
    const log = { info: () => {}, warn: (text: string, facts: object) => this.#warn(text, facts) };
    const ports = {
      ...{ clock, ids: new ForkIds(clock, seed, "calm"), deployment: testDeployment, log },
      ...{ accessKeys: this.iam, provisioning: this.iam, deprovisioning: this.iam, bus: this.bus },
      ...{ secrets: this.secrets, pairChecks: this.pairs },
      ...{ userList: memoryUserList(this.iam), pace: driftPace },
      ...{ notifications: { request: async () => {} }, ...memoryRecords(this.items) },
    };
    this.calm = this.watch.over(sabotage(ports));
  }

  /** The chance of whatever has that name. */
  chance(name: string): Random {
    return Random.of(this.seed, name);
  }

  /** A new invocation of a function, and its ports. The name is nobody else's; `kind` is what it does. */
  invocation(name: string, kind: string): { process: Process; ports: AllPorts } {
    const skewMs = this.chance(`clock of ${name}`).between(-this.#skewMaxMs, this.#skewMaxMs);
    const process = new Process(name, kind, { ...this, skewMs });
    const ports = { ...this.calm, ids: new ForkIds(process.clock, this.seed, name) };
    return { process, ports: process.interpose(ports, INTERPOSED) };
  }

  callerOf({ id, org }: Pick<Attempt, "id" | "org">): Caller {
    return { ...anAdmin, org, correlationId: id };
  }

  async connections(org?: string): Promise<Connection[]> {
    return this.#ofOrgs(org, (one) => this.calm.connections.page(one, 1_000));
  }

  async services(org?: string): Promise<Service[]> {
    return this.#ofOrgs(org, (one) => this.calm.services.page(one, 1_000));
  }

  async pipelines(org?: string): Promise<Pipeline[]> {
    return this.#ofOrgs(org, (one) => this.calm.pipelines.page(one, 1_000));
  }

  async journal(): Promise<KeyturnEvent[]> {
    return this.#ofOrgs(undefined, (one) => this.calm.journal.ofOrg(one, { limit: 10_000 }));
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

  async #ofOrgs<Item>(org: string | undefined, read: (org: string) => Promise<Item[]>): Promise<Item[]> {
    return (await Promise.all((org ? [org] : this.orgs).map(read))).flat();
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
}
