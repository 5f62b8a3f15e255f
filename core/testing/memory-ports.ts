import type { Caller } from "../caller/caller.ts";
import { type Clock, type Instant, instant } from "../clock.ts";
import { type DriftPace, driftPace } from "../drift/drift-ports.ts";
import type { UserList } from "../drift/user-list.ts";
import type { Ids } from "../ids.ts";
import type { Bus } from "../journal/bus.ts";
import type { KeyturnEvent } from "../journal/event.ts";
import type { NotifyRequests } from "../notice/notify-pass.ts";
import type { Progress } from "../notice/progress.ts";
import { presets } from "../policy/preset.ts";
import type { Deployment, Log, SweepPorts } from "../ports.ts";
import { memoryUserList } from "./memory-drift.ts";
import { MemoryIam } from "./memory-iam.ts";
import { MemoryPairs } from "./memory-pairs.ts";
import { type MemoryRecords, memoryRecords } from "./memory-records.ts";
import { MemorySecrets } from "./memory-secrets.ts";

/** Time that passes only when a test says so, or when somebody sleeps. */
export class TestClock implements Clock {
  #now: number;

  constructor(start: Instant = "2026-01-01T00:00:00.000Z") {
    this.#now = Date.parse(start);
  }

  now(): Instant {
    return instant(this.#now);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** Ids in text order of their making, the same in every run. */
class TestIds implements Ids {
  #made = 0;

  next(): string {
    const count = (++this.#made).toString(16).padStart(12, "0");
    return `01900000-0000-7000-8000-${count}`;
  }
}

export class MemoryBus implements Bus {
  readonly events: KeyturnEvent[] = [];

  async publish(events: readonly KeyturnEvent[]) {
    this.events.push(...structuredClone([...events]));
    return { failed: [] };
  }
}

const testBuckets: Deployment["buckets"] = [
  { region: "us-east-1", bucket: "keyturn-test-us-east-1", cellId: "main" },
  { region: "eu-central-1", bucket: "keyturn-test-eu-central-1", cellId: "main" },
];

export const testDeployment: Deployment = {
  preset: presets["data-services"],
  buckets: testBuckets,
  regions: testBuckets.map((one) => ({ ...one, enabled: true, s3Endpoint: `https://s3.${one.region}.test` })),
  keyOperationsPerMinute: 6,
};

export interface MemoryWorld {
  clock: TestClock;
  iam: MemoryIam;
  pairs: MemoryPairs;
  secrets: MemorySecrets;
  bus: MemoryBus;
  warnings: string[];
  /** Events that another pass was asked for, to tell dependents, and from where on. */
  asked: { event: KeyturnEvent; from: Progress }[];
  /** The facts of what was logged for a metric. */
  measured: Record<string, string | number>[];
  ports: SweepPorts & MemoryRecords & { bus: Bus; userList: UserList; pace: DriftPace };
}

/** A whole Keyturn without AWS. */
export function memoryWorld(deployment: Partial<Deployment> = {}): MemoryWorld {
  const clock = new TestClock();
  const iam = new MemoryIam(clock);
  const pairs = new MemoryPairs(clock);
  const secrets = new MemorySecrets();
  const bus = new MemoryBus();
  const warnings: string[] = [];
  const asked: MemoryWorld["asked"] = [];
  const measured: MemoryWorld["measured"] = [];
  const log: Log = {
    info: (_, facts) => measured.push(facts),
    warn: (message) => warnings.push(message),
  };
  const ports = {
    ...{ clock, log, bus, ids: new TestIds(), accessKeys: iam, provisioning: iam, deprovisioning: iam },
    ...{ secrets, pairChecks: pairs },
    deployment: { ...testDeployment, ...deployment },
    notifications: {
      request: async (event, from) => void asked.push(structuredClone({ event, from })),
    } satisfies NotifyRequests,
    ...{ userList: memoryUserList(iam), pace: driftPace },
    ...memoryRecords(),
  };
  return { clock, iam, pairs, secrets, bus, warnings, asked, measured, ports };
}

/** A log of which the warnings are kept, each as its message and its facts. */
export function warningsInto(lines: unknown[][]): Log {
  return { info: () => {}, warn: (...line) => void lines.push(line) };
}

export const anAdmin: Caller = {
  org: "acme",
  sub: "user-1",
  name: "Ada Admin",
  role: "admin",
  correlationId: "request-1",
};
