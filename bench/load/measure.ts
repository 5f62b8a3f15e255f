import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "../../test/simulation/random.ts";
import { type StartedProcess, startProcess } from "../../test/support/started-process.ts";
import { expectStillTrue } from "../../test/support/still-true.ts";
import { type Ratio, ratioOf } from "../rounds.ts";
import { type BareStore, openBareStore } from "./bare-store.ts";
import { Latencies, type Latency } from "./latencies.ts";
import type { Sample } from "./probe.ts";
import { difference, sampleNow, total } from "./samples.ts";
import { type Service, User } from "./user.ts";
import { type Growth, growthOf } from "./verdict.ts";

const PROBE = fileURLToPath(new URL("probe.ts", import.meta.url));
const ROUND_MS = 20_000;
const WARM_UP_MS = 2_000;
/** A server closes a connection that was idle for 5 s, as one is while the store has its turn: the client closes it before. */
const IDLE_MS = 3_000;

export interface LoadOptions {
  /** Also fractions. */
  minutes: number;
  /** Users, each with one request under way. */
  connections: number;
  seed: number;
  /** Without it the store is not measured beside. */
  beside: boolean;
}

/** Mixed traffic at saturation, and by turns what the store alone gives for the same calls. */
export interface LoadFigures extends Omit<LoadOptions, "beside"> {
  requests: number;
  perSecond: number;
  latencies: Latency[];
  /** Of DynamoDB, and of the other services, for a request. */
  dynamoCallsPerRequest: number;
  otherCallsPerRequest: number;
  dynamoCalls: Record<string, number>;
  /** Requests a second that the store alone would allow, if nothing else took time; and what Keyturn has of that. */
  beside?: { storePerSecond: number; ratio: Ratio; rounds: number };
  heap: Growth | undefined;
  rss: Growth | undefined;
  samples: Sample[];
  changes: number;
  replays: number;
  objects: number;
  inDoubt: number;
  /** Connections, objects, pipelines and events compared with what was acknowledged. */
  looked: number;
  failures: Record<string, number>;
  wrong: string | undefined;
}

/** Starts the service on a data folder of its own, and removes both. Throws when it does not start. */
export async function measureLoad(options: LoadOptions): Promise<LoadFigures> {
  const { minutes, connections, seed } = options;
  const random = new Random(seed);
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-load-"));
  const file = join(dataDir, "samples.jsonl");
  const agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: IDLE_MS });
  const probe = { node: ["--expose-gc", "--import", PROBE] };
  const running = await startProcess(dataDir, { KEYTURN_LOAD_SAMPLES: file }, probe);
  try {
    const portOf = (url: string) => Number(new URL(url).port);
    const service: Service = {
      ...{ agent, latencies: new Latencies() },
      ...{ apiPort: portOf(running.url), awsPort: portOf(running.awsUrl) },
    };
    const names = Array.from({ length: connections }, (_, n) => `org-${n}`);
    const users = names.map((name) => new User(name, service, random));
    await Promise.all(users.map((user) => user.begin()));
    await workFor(users, Math.min(WARM_UP_MS, minutes * 15_000));
    service.latencies = new Latencies();
    const samplesBefore = await sampleNow(running, file);

    const store = options.beside ? await openBareStore(agent, random) : undefined;
    const rounds = await takeTurns({ users, service, running, file, store, ...options });
    await store?.[Symbol.asyncDispose]();

    const samples = await sampleNow(running, file);
    const calls = difference(samples.at(-1) as Sample, samplesBefore.at(-1) as Sample);
    const { latencies } = service;
    const workedMs = rounds.reduce((sum, { ms }) => sum + ms, 0);
    const ratios = rounds.flatMap(({ perSecond, store }) =>
      store ? [{ full: perSecond, bare: store }] : [],
    );
    const doubts = users.flatMap(({ tenant }) => tenant.connections).filter(({ doubt }) => doubt).length;
    const checked = await check(running, users);
    const sum = (of: (user: User) => number) => users.reduce((total, user) => total + of(user), 0);
    return {
      ...{ minutes, connections, seed, requests: latencies.total },
      perSecond: (1_000 * latencies.total) / workedMs,
      latencies: latencies.table(),
      dynamoCallsPerRequest: total(calls.dynamoCalls) / latencies.total,
      otherCallsPerRequest: calls.otherCalls / latencies.total,
      dynamoCalls: calls.dynamoCalls,
      ...(ratios.length > 0 && {
        beside: {
          storePerSecond: ratios.reduce((sum, { bare }) => sum + bare, 0) / ratios.length,
          ...{ ratio: ratioOf(ratios), rounds: ratios.length },
        },
      }),
      ...{ heap: growthOf(samples, "heapBytes"), rss: growthOf(samples, "rssBytes"), samples },
      changes: sum(({ tenant }) => tenant.told.length),
      replays: sum((user) => user.replays),
      objects: sum((user) => user.objects),
      ...{ inDoubt: doubts, failures: latencies.failures(), ...checked },
    };
  } finally {
    agent.destroy();
    await running.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Turns extends LoadOptions {
  users: User[];
  service: Service;
  running: StartedProcess;
  file: string;
  store: BareStore | undefined;
}

/** Keyturn and the store, one after the other, so that both meet the same machine. */
async function takeTurns({ users, service, running, file, store, minutes, connections }: Turns) {
  const rounds: { ms: number; perSecond: number; store: number | undefined }[] = [];
  const count = Math.max(1, Math.round((minutes * 60_000) / ROUND_MS));
  for (let n = 0; n < count; n++) {
    const before = {
      requests: service.latencies.total,
      sample: (await sampleNow(running, file)).at(-1) as Sample,
    };
    const ms = await workFor(users, (minutes * 60_000) / count);
    const made = service.latencies.total - before.requests;
    const perSecond = (1_000 * made) / ms;
    let allowed: number | undefined;
    if (store) {
      await running.call("GET", "/_local/events?since=1000000000"); // once nothing is under way any more
      const sample = (await sampleNow(running, file)).at(-1) as Sample;
      const { dynamoCalls } = difference(sample, before.sample);
      const calls = await store.perSecond(dynamoCalls, connections, ms / 4);
      allowed = calls / (total(dynamoCalls) / made);
    }
    rounds.push({ ms, perSecond, store: allowed });
  }
  return rounds;
}

async function workFor(users: User[], ms: number): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(users.map((user) => user.work(() => performance.now() > startedAt + ms)));
  return performance.now() - startedAt;
}

/** What was answered 503 is settled first: its lease has to run out. */
async function check(
  running: StartedProcess,
  users: User[],
): Promise<{ looked: number; wrong: string | undefined }> {
  let looked = 0;
  try {
    for (const advanceDays of [6, 6, 16].map((minutes) => minutes / 1440)) {
      await running.call("POST", "/_local/clock", { body: { advanceDays } });
      await running.call("POST", "/_local/sweep");
    }
    for (const { tenant } of users) looked += await expectStillTrue(running, tenant);
    return { looked, wrong: undefined };
  } catch (error) {
    return { looked, wrong: (error as Error).message };
  }
}
