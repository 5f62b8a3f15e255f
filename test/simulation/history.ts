import { HOUR_MS, type Instant, instant, latest, MINUTE_MS, plus } from "../../core/clock.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { createCustomerService } from "../../core/service/create-customer-service.ts";
import { createService } from "../../core/service/create-service.ts";
import { aPipeline } from "../../core/testing/sample-records.ts";
import { administratorActor, callerActor, customerActor, pipelineActor } from "./actors.ts";
import { availabilityViolations } from "./availability.ts";
import { isAtRest, violationsOf } from "./invariants.ts";
import { compareAll, comparisonActor, relayActor, relayAll, sweepActor, sweepAll } from "./staff.ts";
import { streamActor } from "./stream-actor.ts";
import { World, type WorldOptions } from "./world.ts";

export type HistoryOptions = WorldOptions;

export interface History {
  violations: string[];
  lines: string[];
  /** What came to pass in it, by name: see Choices. */
  made: readonly string[];
  /** The kinds of request that were answered, and the types of event they caused. */
  reached: Set<string>;
  /** Steps that were tried, and faults that befell them: see Faults. */
  steps: ReadonlyMap<string, number>;
  met: ReadonlyMap<string, number>;
}

/** Sweeps after which everything must be at rest, however a history went. */
const SWEEPS_MAX = 80;

/** One history from its seed: some people of some orgs at once, then calm, then what must hold. */
export async function runHistory(seed: number, options: HistoryOptions = {}): Promise<History> {
  const world = new World(seed, options);
  for (const org of world.orgs) await furnish(world, org);
  await disturb(world);
  const unrest = await settle(world);
  const violations = [...unrest, ...(await violationsOf(world)), ...(await availabilityViolations(world))];
  const answered = world.attempts.filter((attempt) => attempt.outcome?.is === "answered");
  const types = world.watch.types();
  const reached = new Set([...answered.map((attempt) => attempt.kind), ...types]);
  const { lines, choices, faults } = world;
  return { violations, lines, made: choices.made, reached, steps: faults.steps, met: faults.met };
}

/** A data service of the org's, mostly with a key, younger or older than what IAM takes to tell of it; and one of its own bucket. */
async function furnish(world: World, org: string): Promise<void> {
  const { scheduler, calm } = world;
  const random = world.chance(`before ${org}`);
  const by = world.callerOf({ id: "before", org });
  const pipelineIds = ["p1", "p2", "p3"];
  for (const pipelineId of pipelineIds) {
    await calm.pipelines.insert(aPipeline(org, { pipelineId, name: `Nightly load of ${org}` }));
  }
  const linked = random.chance(0.5) ? { pipelineIds: pipelineIds.slice(1) } : {};
  const { connection } = await createService(calm, by, { name: `Sales data of ${org}`, ...linked });
  if (random.chance(0.75)) await resetAccessKey(calm, by, connection.connectionId, { reason: "other" });
  if (world.isOfCustomers) {
    const place = { region: "eu-west-1", bucket: "customers-own", folder: "exports/" };
    const pair = world.pairs.make();
    world.iam.owners.set(pair.accessKeyId, org);
    await createCustomerService(calm, by, { name: `Lake of ${org}`, place, pair });
  }
  scheduler.advanceTo(instant(scheduler.nowMs + random.pick([1_000, 120_000, 900_000])));
}

async function disturb(world: World): Promise<void> {
  const { scheduler } = world;
  const random = world.chance("people");
  const count = random.between(2, 4 + world.orgs.length);
  const people = Array.from({ length: count }, (_, n) => callerActor(world, `p${n + 1}`));
  if (random.chance(0.3)) people.push(administratorActor(world));
  let busy = true;
  const isOver = () => !busy;
  const all = Promise.all(people).then(() => {
    busy = false;
  });
  const staff = [
    ...[sweepActor(world, isOver), relayActor(world, isOver), comparisonActor(world, isOver)],
    ...[streamActor(world, "stream1", isOver), streamActor(world, "stream2", isOver)],
    ...[pipelineActor(world, isOver), customerActor(world, isOver)],
  ];
  await scheduler.run(); // ends when nobody waits for anything: people, late effects and sleepers included
  await Promise.all([all, ...staff]);
}

/** No more faults: recovery, audits, tombstones and relay, until there is nothing left to do; then a comparison with IAM. */
async function settle(world: World): Promise<string[]> {
  world.faults.on = false;
  world.iam.lagMs = 0;
  world.trace(() => "calm");
  for (let sweep = 1; sweep <= SWEEPS_MAX; sweep++) {
    await relayAll(world, world.calm);
    const next = await nextDue(world);
    if (!next) {
      await compare(world);
      return [];
    }
    world.scheduler.advanceTo(latest(next, plus(world.scheduler.now(), MINUTE_MS)));
    world.trace(() => "a sweep");
    await sweepAll(world, world.calm);
    await customersGiveWay(world);
    if (sweep === SWEEPS_MAX / 2) await administratorGivesWay(world);
  }
  return [`not at rest after ${SWEEPS_MAX} sweeps`];
}

/** When everything has been as it is for longer than IAM's lists may lag. */
async function compare(world: World): Promise<void> {
  world.scheduler.advanceTo(plus(world.scheduler.now(), HOUR_MS));
  world.trace(() => "a comparison");
  await compareAll(world, world.calm);
  await relayAll(world, world.calm);
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

/** In the end every customer deactivates the keys that have been replaced. */
async function customersGiveWay(world: World): Promise<void> {
  for (const { retiring } of await world.connections()) {
    if (retiring?.state === "leaving") world.pairs.deactivate(retiring.accessKeyId);
  }
}

/** A user with somebody else's key cannot be deleted: he who made it has to take it back. */
async function administratorGivesWay(world: World): Promise<void> {
  for (const connection of await world.connections()) {
    if (connection.state !== "deleting" && connection.state !== "deleted") continue;
    world.trace(() => `the administrator deletes his keys of ${connection.userName}`);
    await world.iam.administratorDeletes(connection);
  }
}
