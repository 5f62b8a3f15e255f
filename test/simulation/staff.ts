import { plus } from "../../core/clock.ts";
import { type DriftPass, findDrift } from "../../core/drift/find-drift.ts";
import { DomainError } from "../../core/errors.ts";
import { shardOf } from "../../core/ids.ts";
import { relayShard } from "../../core/journal/relay-shard.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { sweepShard } from "../../core/sweep/sweep-shard.ts";
import type { AllPorts } from "./all-ports.ts";
import { pause } from "./pause.ts";
import type { World } from "./world.ts";

/** A function is stopped by then. */
const TIME_OUT_MS = 29_000;

/** The schedule: a pass over the agenda each minute, each shard an invocation of its own; now and then twice at once. */
export async function sweepActor(world: World, isOver: () => boolean): Promise<void> {
  for (let pass = 1; !isOver(); pass++) {
    const name = `sweep.${pass}`;
    const random = world.chance(name);
    await world.scheduler.sleep(pause(world, random, 20_000, 60_000));
    if (isOver() || !world.choices.allows(name)) continue;
    const isTwice = random.chance(0.1);
    const shards = [...shardsInUse(world)].flatMap((shard) =>
      isTwice ? [`${shard}`, `${shard}x`] : [`${shard}`],
    );
    await Promise.all(
      shards.map((shard) =>
        invoke(world, `${name}s${shard}`, "sweep", (ports) => sweepOne(ports, Number.parseInt(shard, 10))),
      ),
    );
  }
}

/** The pass over the index of outboxes, which is the guarantee behind the stream. */
export async function relayActor(world: World, isOver: () => boolean): Promise<void> {
  for (let pass = 1; !isOver(); pass++) {
    const name = `relay.${pass}`;
    await world.scheduler.sleep(pause(world, world.chance(name), 20_000, 90_000));
    if (isOver() || !world.choices.allows(name)) continue;
    await invoke(world, name, "relay", (ports) => relayAll(world, ports));
  }
}

/** The comparison with IAM, more often than once a day; each part is an invocation of its own, as when time runs out. */
export async function comparisonActor(world: World, isOver: () => boolean): Promise<void> {
  for (let pass = 1; !isOver(); pass++) {
    const name = `compare.${pass}`;
    await world.scheduler.sleep(pause(world, world.chance(name), 30_000, 90_000));
    if (isOver() || !world.choices.allows(name)) continue;
    for (const part of partsInUse(world)) {
      await invoke(world, `${name}p${part}`, "compare", (ports) => compareOne(ports, part));
    }
  }
}

/** The shards of the agenda, and the users behind them. */
function partsInUse(world: World): number[] {
  return [...shardsInUse(world), SHARDS];
}

async function compareOne(ports: AllPorts, part: number): Promise<void> {
  let pass: DriftPass | undefined = { part };
  while (pass?.part === part) pass = await findDrift(ports, pass, ports.clock.now());
}

export async function compareAll(world: World, ports: AllPorts): Promise<void> {
  for (const part of partsInUse(world)) await compareOne(ports, part);
}

/** Every shard that any record lies in: the others are empty, and as good as looked at. */
function shardsInUse(world: World): Set<number> {
  return new Set(world.items.keys().map((key) => shardOf(key.sk, SHARDS)));
}

function sweepOne(ports: AllPorts, shard: number): Promise<unknown> {
  return sweepShard(ports, { shard }, plus(ports.clock.now(), 600_000));
}

export async function sweepAll(world: World, ports: AllPorts): Promise<void> {
  for (const shard of shardsInUse(world)) await sweepOne(ports, shard);
}

export async function relayAll(world: World, ports: AllPorts): Promise<void> {
  const until = plus(ports.clock.now(), 600_000);
  for (const shard of shardsInUse(world)) await relayShard(ports, shard, until);
}

/** Answers what the work did; undefined when it failed, died or was stopped. */
export async function invoke<Value>(
  world: World,
  name: string,
  kind: string,
  work: (ports: AllPorts) => Promise<Value>,
): Promise<Value | undefined> {
  const { process, ports } = world.invocation(name, kind);
  const done = work(ports).catch((error: unknown): undefined => {
    world.errors.push(error as Error);
    world.trace(() => `${process.name} failed: ${(error as Error).message}`);
    const isKnown = error instanceof DomainError || (error as Error).name === "CallFailed";
    if (!isKnown) world.watch.violations.push(`${kind} failed with ${(error as Error).stack}`);
  });
  const gone = Promise.race([process.died, world.scheduler.sleep(TIME_OUT_MS)]);
  return Promise.race([done, gone.then(() => undefined)]);
}
