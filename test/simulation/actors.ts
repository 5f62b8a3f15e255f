import { plus } from "../../core/clock.ts";
import { DomainError } from "../../core/errors.ts";
import { shardOf } from "../../core/ids.ts";
import { relayOutbox } from "../../core/journal/relay-outbox.ts";
import { relayShard } from "../../core/journal/relay-shard.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { sweepShard } from "../../core/sweep/sweep-shard.ts";
import { choose, type Errand } from "./errands.ts";
import type { AllPorts, Attempt, Outcome, World } from "./world.ts";

/** API Gateway answers for a function that is not done by then. */
const PATIENCE_MS = 29_000;

/** Somebody at the portal: some requests one after the other, some of them sent again when they failed. */
export async function callerActor(world: World): Promise<void> {
  const { random, scheduler } = world;
  for (let left = random.between(1, 4); left > 0; left--) {
    await scheduler.sleep(random.chance(0.6) ? random.between(0, 400) : random.between(400, 90_000));
    const errand = await choose(world);
    let outcome = await run(world, errand);
    for (let again = 0; again < 2 && isWorthAnother(outcome) && random.chance(0.5); again++) {
      await scheduler.sleep(random.chance(0.5) ? waitOf(outcome) : random.between(50, 3_000));
      outcome = await run(world, errand);
    }
  }
}

async function run(world: World, errand: Errand): Promise<Outcome> {
  const { scheduler } = world;
  const attempt: Attempt = {
    id: `a${world.attempts.length + 1}`,
    ...{ kind: errand.kind, target: errand.target, request: errand.request },
    ...{ startedMs: scheduler.elapsedMs, workingThen: [] },
  };
  world.attempts.push(attempt);
  world.trace(
    () => `${attempt.id} begins: ${errand.kind} ${errand.target} ${JSON.stringify(errand.request)}`,
  );
  const { process, ports } = world.invocation(attempt.id);
  const log = {
    info: () => {},
    warn: (text: string, facts: Record<string, string | number>) => {
      if (text.includes("unsettled")) attempt.unsettled = true;
      world.calm.log.warn(text, facts);
    },
  };
  const work = errand
    .send({ ...ports, log }, world.callerOf(attempt))
    .then(
      (value): Outcome => ({ is: "answered", value }),
      (error: unknown) => world.outcomeOf(error),
    )
    .finally(() => {
      attempt.endedMs = scheduler.elapsedMs;
    });
  const dead = process.died.then((): Outcome => {
    attempt.endedMs = scheduler.elapsedMs;
    return { is: "unanswered" };
  });
  const tired = scheduler.sleep(PATIENCE_MS).then((): Outcome => ({ is: "unanswered" }));
  const outcome = await Promise.race([work, dead, tired]);
  attempt.outcome = outcome;
  attempt.workingThen = world.workingKeys();
  world.trace(() => `${attempt.id} ends: ${textOf(outcome)}`);
  return outcome;
}

function textOf(outcome: Outcome): string {
  if (outcome.is === "answered") return `answered ${JSON.stringify(outcome.value)?.slice(0, 200) ?? ""}`;
  return "error" in outcome ? outcome.error.message : "unanswered";
}

function isWorthAnother(outcome: Outcome): boolean {
  return (
    outcome.is !== "answered" &&
    (outcome.is !== "refused" || outcome.error.more.retryAfterSeconds !== undefined)
  );
}

function waitOf(outcome: Outcome): number {
  const seconds = outcome.is === "refused" ? outcome.error.more.retryAfterSeconds : undefined;
  return Math.min(seconds ?? 1, 70) * 1_000;
}

/** The schedule: a pass over the agenda each minute, each shard an invocation of its own. */
export async function sweepActor(world: World, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await world.scheduler.sleep(world.random.between(20_000, 60_000));
    await invoke(world, "sweep", (ports) => sweepAll(world, ports));
  }
}

/** The stream's fast path, and now and then the pass over the index. */
export async function relayActor(world: World, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await world.scheduler.sleep(world.random.between(100, 15_000));
    if (world.random.chance(0.1)) await invoke(world, "relay", (ports) => relayAll(world, ports));
    const pending = world.items.keys().filter((key) => (world.items.tracked(key)?.outbox?.length ?? 0) > 0);
    if (pending.length === 0) continue;
    const key = world.random.pick(pending);
    await invoke(world, "stream", (ports) => relayOutbox(ports, key));
  }
}

/** Somebody who works in IAM himself. */
export async function administratorActor(world: World): Promise<void> {
  await world.scheduler.sleep(world.random.between(0, 120_000));
  const users = [...world.iam.users.keys()];
  if (users.length === 0) return;
  const userName = world.random.pick(users);
  const made = await world.iam.administratorCreates({ userName });
  world.trace(() => `the administrator ${made ? "made and used a key" : "found no room"} for ${userName}`);
}

/** Every shard that any record lies in: the others are empty, and as good as looked at. */
function shardsInUse(world: World): Set<number> {
  return new Set(world.items.keys().map((key) => shardOf(key.sk, SHARDS)));
}

export async function sweepAll(world: World, ports: AllPorts): Promise<void> {
  const until = plus(ports.clock.now(), 600_000);
  for (const shard of shardsInUse(world)) await sweepShard(ports, { shard }, until);
}

export async function relayAll(world: World, ports: AllPorts): Promise<void> {
  const until = plus(ports.clock.now(), 600_000);
  for (const shard of shardsInUse(world)) await relayShard(ports, shard, until);
}

async function invoke(
  world: World,
  name: string,
  work: (ports: AllPorts) => Promise<unknown>,
): Promise<void> {
  const { process, ports } = world.invocation(name);
  const done = work(ports).catch((error: unknown) => {
    world.errors.push(error as Error);
    world.trace(() => `${process.name} failed: ${(error as Error).message}`);
    const isKnown = error instanceof DomainError || (error as Error).name === "CallFailed";
    if (!isKnown) world.watch.violations.push(`${name} failed with ${(error as Error).stack}`);
  });
  await Promise.race([done, process.died, world.scheduler.sleep(PATIENCE_MS)]);
}
