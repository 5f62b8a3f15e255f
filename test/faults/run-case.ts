import type { IAMClient } from "@aws-sdk/client-iam";
import { domainErrorOf, statusOf } from "../../functions/problem.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import type { TestCloud } from "../support/test-cloud.ts";
import { type FaultAt, FaultyProcess } from "./faulty-process.ts";
import { endOf, violations } from "./invariants.ts";
import type { Operation, Told } from "./operations.ts";
import type { GivenKey, Seed } from "./seeds.ts";
import { type Found, keysOf, working } from "./state.ts";

/** One operation with one thing going wrong, and what became of it. */
export interface Case {
  operation: Operation;
  at: FaultAt;
  /** The caller asks again at once, not only later. */
  hurries: boolean;
  seed: Seed;
  /** `answered`, `died`, or the status and code it was refused with. */
  first: string;
  retry?: string;
  /** Keys somebody was given, the last one last. */
  given: GivenKey[];
  secrets: string[];
  /** What is wrong, in words. Empty at the end. */
  faults: string[];
  rest?: "completed" | "undone" | "key disabled";
}

export interface Surroundings {
  cloud: TestCloud;
  /** Without faults, and as if no time passed. */
  calm: CloudPorts;
  iam: IAMClient;
}

/** An org with what the operation needs. */
export async function makeCase(
  { calm }: Surroundings,
  plan: Pick<Case, "operation" | "at" | "hurries">,
): Promise<Case> {
  const seed = await plan.operation.seed(calm);
  const given = [seed.old, seed.given].filter((key) => key !== undefined);
  return { ...plan, seed, given, secrets: [], faults: [], first: "" };
}

/** Runs the operation with the fault, and, if the caller hurries, once more without. */
export async function runCase(around: Surroundings, one: Case): Promise<void> {
  const { operation, seed, at } = one;
  const process = new FaultyProcess(around.cloud, operation.lambda, at);
  one.first = await attempt(around, one, () => process.run((ports) => operation.run(ports, seed)));
  if (operation.ask && one.first === "answered") one.first = "ran";
  one.secrets.push(...process.secrets);
  if (one.hurries) one.retry = await attempt(around, one, () => doAgain(around, operation, seed));
}

const doAgain = ({ calm }: Surroundings, { lambda, run }: Pick<Operation, "lambda" | "run">, seed: Seed) =>
  asLambda(lambda, run)(calm, seed);

/** The caller asks again after recovery, and is answered. */
export async function askAgain(around: Surroundings, one: Case): Promise<void> {
  const { operation, seed } = one;
  const told = await attempt(around, one, () => doAgain(around, operation.ask ?? operation, seed));
  const wanted = one.rest === "completed" ? operation.again : "answered";
  if (!told.startsWith(wanted)) one.faults.push(`asked again after recovery: ${told}, not ${wanted}`);
}

/** Looks at what is left once all has come to rest. */
export function checkAtRest(one: Case, found: Found, isLast: boolean): void {
  one.faults.push(...violations(found), ...givenFaults(one, found));
  const text = JSON.stringify([found.services, found.connections, found.journal, found.bus]);
  const spilled = [...one.secrets, ...one.given.map((key) => key.secretAccessKey)];
  if (spilled.some((secret) => text.includes(secret))) one.faults.push("a secret is in a record or an event");
  const done = one.operation.isDone(found, one.seed);
  const promised = isLast || one.first.startsWith("answered") || one.retry?.startsWith("answered");
  if (!done && promised) one.faults.push("it is not done");
  const isDisabled = found.connections.some(({ current }) => current?.state === "inactive");
  one.rest ??= done ? "completed" : isDisabled ? "key disabled" : "undone";
}

async function attempt(around: Surroundings, one: Case, run: () => Promise<Told | "died">): Promise<string> {
  try {
    const told = await run();
    if (told === "died") return told;
    await checkAnswer(around, one, told);
    if (told.given) one.given.push(told.given);
    return told.replayed ? "answered, replayed" : "answered";
  } catch (error) {
    const { code } = domainErrorOf(error);
    if (statusOf[code] === 500) one.faults.push(`a bug: ${(error as Error).stack}`);
    return `${statusOf[code]} ${code}`;
  }
}

/** What must hold the moment somebody is answered: the key named works, the one before does not. */
async function checkAnswer(around: Surroundings, one: Case, told: Told): Promise<void> {
  const before = one.given.at(-1)?.accessKeyId;
  const named = told.given?.accessKeyId ?? told.replayed;
  if (one.operation.ask && one.first === "") return;
  const mustStop = one.operation.stopsKey && !told.replayed && told.previousKeyStopped !== false && before;
  if (!named && !mustStop) return;
  const alive = working(await keysOf(around.iam, one.seed.connection.userName));
  if (named && !alive.includes(named)) one.faults.push("it answered a key that does not work");
  if (mustStop && alive.includes(mustStop)) one.faults.push("it answered with the old key alive");
}

/** A key somebody was given works, unless something that was committed since ended it. */
function givenFaults(one: Case, found: Found): string[] {
  const alive = working(found.users.flatMap((user) => user.keys));
  return one.given.flatMap(({ accessKeyId }) => {
    const works = alive.includes(accessKeyId);
    const ended = endOf(accessKeyId, found);
    return works === (ended.length === 0)
      ? []
      : [`${accessKeyId} works: ${works}; it was ended by [${ended}]`];
  });
}
