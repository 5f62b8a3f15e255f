import { type Instant, instant, latest, MINUTE_MS, plus } from "../../core/clock.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { createService } from "../../core/service/create-service.ts";
import { anAdmin } from "../../core/testing/memory-ports.ts";
import { aPipeline } from "../../core/testing/sample-records.ts";
import {
  administratorActor,
  callerActor,
  pipelineActor,
  relayActor,
  relayAll,
  sweepActor,
  sweepAll,
} from "./actors.ts";
import { isAtRest, violationsOf } from "./invariants.ts";
import { type Sabotage, World } from "./world.ts";

export interface History {
  violations: string[];
  lines: string[];
  /** The kinds of request that were answered, and the types of event they caused. */
  reached: Set<string>;
  /** Faults that befell calls: see `Faults.met`. */
  met: ReadonlyMap<string, number>;
}

export interface HistoryOptions {
  sabotage?: Sabotage;
  traced?: boolean;
}

/** Sweeps after which everything must be at rest, however a history went. */
const SWEEPS_MAX = 80;

/** One history from its seed: some people at once, then calm, then what must hold. */
export async function runHistory(seed: number, options: HistoryOptions = {}): Promise<History> {
  const world = new World(seed, options.sabotage, options.traced);
  await furnish(world);
  await disturb(world);
  const unrest = await settle(world);
  const violations = [...unrest, ...(await violationsOf(world))];
  const answered = world.attempts.filter((attempt) => attempt.outcome?.is === "answered");
  const types = (await world.journal()).map((event) => event.type);
  const reached = new Set([...answered.map((attempt) => attempt.kind), ...types]);
  return { violations, lines: world.lines, reached, met: world.faults.met };
}

/** A data service, mostly with a key, younger or older than what IAM takes to tell of it. */
async function furnish(world: World): Promise<void> {
  const { random, scheduler } = world;
  const by = { ...anAdmin, correlationId: "before" };
  const pipelineIds = ["p1", "p2", "p3"];
  for (const pipelineId of pipelineIds) await world.calm.pipelines.insert(aPipeline(by.org, { pipelineId }));
  const linked = random.chance(0.5) ? { pipelineIds: pipelineIds.slice(1) } : {};
  const { connection } = await createService(world.calm, by, { name: "Sales data", ...linked });
  if (random.chance(0.75)) await resetAccessKey(world.calm, by, connection.connectionId, { reason: "other" });
  scheduler.advanceTo(instant(scheduler.nowMs + random.pick([1_000, 120_000, 900_000])));
}

async function disturb(world: World): Promise<void> {
  const { random, scheduler } = world;
  const people = Array.from({ length: random.between(2, 5) }, () => callerActor(world));
  if (random.chance(0.3)) people.push(administratorActor(world));
  let busy = true;
  const isOver = () => !busy;
  const all = Promise.all(people).then(() => {
    busy = false;
  });
  const staff = [
    ...[sweepActor(world, isOver), relayActor(world, isOver), relayActor(world, isOver)],
    pipelineActor(world, isOver),
  ];
  await scheduler.run(); // ends when nobody waits for anything: people, late effects and sleepers included
  await Promise.all([all, ...staff]);
}

/** No more faults: recovery, audits, tombstones and relay, until there is nothing left to do. */
async function settle(world: World): Promise<string[]> {
  world.faults.on = false;
  world.iam.lagMs = 0;
  world.trace(() => "calm");
  for (let sweep = 1; sweep <= SWEEPS_MAX; sweep++) {
    await relayAll(world, world.calm);
    const next = await nextDue(world);
    if (!next) return [];
    world.scheduler.advanceTo(latest(next, plus(world.scheduler.now(), MINUTE_MS)));
    world.trace(() => "a sweep");
    await sweepAll(world, world.calm);
    if (sweep === SWEEPS_MAX / 2) await administratorGivesWay(world);
  }
  return [`not at rest after ${SWEEPS_MAX} sweeps`];
}

/** When the first record that is not at rest needs attention: that a key grows old goes on for ever. */
async function nextDue(world: World): Promise<Instant | undefined> {
  const resting = new Set((await world.connections()).filter(isAtRest).map((one) => one.connectionId));
  const due = world.items.keys().flatMap((key) => {
    const at = world.items.tracked(key)?.nextActionAt;
    return at === undefined || resting.has(key.sk.replace(/^CONNECTION#/, "")) ? [] : [at];
  });
  return due.sort()[0];
}

/** A user with somebody else's key cannot be deleted: he who made it has to take it back. */
async function administratorGivesWay(world: World): Promise<void> {
  for (const connection of await world.connections()) {
    if (connection.state !== "deleting" && connection.state !== "deleted") continue;
    world.trace(() => `the administrator deletes his keys of ${connection.userName}`);
    await world.iam.administratorDeletes(connection);
  }
}
