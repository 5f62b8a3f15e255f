import type { AllPorts } from "./all-ports.ts";
import type { Attempt, Outcome } from "./attempt.ts";
import { choose, type Errand } from "./errands.ts";
import { pause } from "./pause.ts";
import type { World } from "./world.ts";

/** API Gateway answers for a function that is not done by then. */
const PATIENCE_MS = 29_000;
const SENT_AGAIN_MAX = 2;

/** Somebody at an org's portal: some requests one after the other, some of them sent again when they failed. */
export async function callerActor(world: World, who: string): Promise<void> {
  const { scheduler } = world;
  const life = world.chance(who);
  const org = life.pick(world.orgs);
  const errands = life.between(1, 4);
  for (let n = 1; n <= errands; n++) {
    await scheduler.sleep(life.chance(0.6) ? life.between(0, 400) : pause(world, life, 400, 90_000));
    const name = `${who}.${n}`;
    if (!world.choices.allows(name)) continue;
    const errand = await choose({ world, org, random: world.chance(name) });
    let outcome = await run(world, name, errand);
    for (let again = 1; again <= SENT_AGAIN_MAX && isWorthAnother(outcome); again++) {
      const random = world.chance(`${name}r${again}`);
      if (random.chance(0.5) || !world.choices.allows(`${name}r${again}`)) break;
      await scheduler.sleep(random.chance(0.5) ? waitOf(outcome) : random.between(50, 3_000));
      outcome = await run(world, `${name}r${again}`, errand);
    }
  }
}

async function run(world: World, id: string, errand: Errand): Promise<Outcome> {
  const { scheduler } = world;
  const { send, ...asked } = errand;
  const attempt: Attempt = { id, ...asked, startedMs: scheduler.elapsedMs, workingThen: [] };
  world.attempts.push(attempt);
  world.trace(
    () => `${id} begins: ${asked.kind} of ${asked.org} ${asked.target} ${JSON.stringify(asked.request)}`,
  );
  const { process, ports } = world.invocation(id, asked.kind);
  const work = send({ ...ports, log: logOf(world, attempt) }, world.callerOf(attempt))
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
  world.trace(() => `${id} ends: ${textOf(outcome)}`);
  return outcome;
}

function logOf(world: World, attempt: Attempt): AllPorts["log"] {
  return {
    info: () => {},
    warn: (text, facts) => {
      if (text.includes("unsettled")) attempt.unsettled = true;
      world.calm.log.warn(text, facts);
    },
  };
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

/** Somebody who works in IAM himself. */
export async function administratorActor(world: World): Promise<void> {
  const random = world.chance("administrator");
  await world.scheduler.sleep(pause(world, random, 0, 120_000));
  const users = [...world.iam.users.keys()];
  if (users.length === 0 || !world.choices.allows("administrator")) return;
  const userName = random.pick(users);
  const made = await world.iam.administratorCreates({ userName });
  world.trace(() => `the administrator ${made ? "made and used a key" : "found no room"} for ${userName}`);
}

/** Somebody's pipeline: it uses a key that was given, whether or not it has been replaced since. */
export async function pipelineActor(world: World, isOver: () => boolean): Promise<void> {
  const { scheduler } = world;
  for (let n = 1; !isOver(); n++) {
    const random = world.chance(`use.${n}`);
    await scheduler.sleep(pause(world, random, 5_000, 60_000));
    const given = world.givenKeys();
    if (given.length === 0 || random.chance(0.5)) continue;
    const accessKeyId = random.pick(given);
    if (isOver() || !world.choices.allows(`use.${n}`)) continue;
    if (world.iam.use(accessKeyId)) world.uses.push({ accessKeyId, at: scheduler.now() });
  }
}

/** A customer, who deactivates an old key of his own when it has been replaced. */
export async function customerActor(world: World, isOver: () => boolean): Promise<void> {
  for (let n = 1; !isOver(); n++) {
    const random = world.chance(`customer.${n}`);
    await world.scheduler.sleep(pause(world, random, 10_000, 90_000));
    const leaving = (await world.connections()).filter(({ retiring }) => retiring?.state === "leaving");
    if (leaving.length === 0 || random.chance(0.5)) continue;
    const accessKeyId = random.pick(leaving).retiring?.accessKeyId ?? "";
    if (isOver() || !world.choices.allows(`customer.${n}`)) continue;
    world.pairs.deactivate(accessKeyId);
    world.trace(() => `the customer deactivates ${accessKeyId}`);
  }
}
