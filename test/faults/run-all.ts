import { LEASE_MS } from "../../core/key/operation.ts";
import { usersClient } from "../../functions/clients.ts";
import { type CloudPorts, cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud } from "../support/test-cloud.ts";
import { abandonedOf, faultsOfSweep } from "./abandoned.ts";
import { type Fault, faults } from "./fault.ts";
import { FaultyProcess } from "./faulty-process.ts";
import { leftovers } from "./invariants.ts";
import type { Operation } from "./operations.ts";
import { outliveTombstones, recover } from "./recover.ts";
import { askAgain, type Case, checkAtRest, makeCase, runCase, type Surroundings } from "./run-case.ts";
import type { Seed } from "./seeds.ts";
import { type Found, finder } from "./state.ts";

/** An operation's calls, as a run without faults makes them, and every case that follows from them. */
export interface Row {
  operation: Operation;
  calls: string[];
  cases: Case[];
}

export type Sabotage = (ports: CloudPorts) => CloudPorts;

const AT_ONCE = 12;
const LEASE_OVER_MS = LEASE_MS + 1_000;

interface Plan extends Pick<Case, "operation" | "at" | "hurries"> {
  row: Row;
}

/**
 * Runs every fault at every call of the operations, or of the sweep that finds them abandoned, lets everything
 * recover, and checks what is left. Whoever was not answered asks again: later, and in a case of his own at once.
 * The sabotage is done to the recovery.
 */
export async function runAll(
  of: "operations" | "sweeps",
  operations: Operation[],
  sabotage: Sabotage = (ports) => ports,
): Promise<Row[]> {
  const cloud = await openTestCloud();
  const calm = cloudPorts(cloud);
  const iam = usersClient(cloud.aws);
  const around: Surroundings = { cloud, calm, iam };
  try {
    const learnt = await learnAll(around, operations);
    const rows = of === "operations" ? learnt : await abandonAll(around, learnt);
    const plans = rows.flatMap((row) => plansOf(row, of === "operations" ? faults : faultsOfSweep));
    await runPlans(around, plans, of === "sweeps" ? LEASE_OVER_MS : 0);
    if (of === "operations") await runPlans(around, rows.flatMap(hurriedPlansOf), 0);
    const cases = rows.flatMap((row) => row.cases);
    await recover(cloud, sabotage(calm));
    await lookAt(around, cases, (one, found) => checkAtRest(one, found, false));
    if (of === "sweeps") return rows; // what follows is the same for an operation that was swept without a fault
    await inParallel(cases, (one) => askAgain(around, one));
    await recover(cloud, sabotage(calm));
    await lookAt(around, cases, (one, found) => checkAtRest(one, found, true));
    await outliveTombstones(cloud, calm);
    await lookAt(around, cases, (one, found) => one.faults.push(...leftovers(found)));
    return rows;
  } finally {
    await cloud.close();
  }
}

async function learnAll({ cloud, calm }: Surroundings, operations: Operation[], waitMs = 0): Promise<Row[]> {
  const seeds: Seed[] = [];
  for (const operation of operations) seeds.push(await operation.seed(calm));
  cloud.clock.advance(waitMs);
  const rows: Row[] = [];
  for (const [place, operation] of operations.entries()) {
    const process = new FaultyProcess(cloud, operation.lambda);
    await process.run((ports) => operation.run(ports, seeds[place] as Seed));
    rows.push({ operation, calls: process.calls, cases: [] });
  }
  return rows;
}

/** What the sweep has to do for each operation, wherever it was left. */
async function abandonAll(around: Surroundings, learnt: Row[]): Promise<Row[]> {
  const abandoned = learnt.flatMap(({ operation, calls }) => abandonedOf(around, operation, calls));
  return learnAll(around, abandoned, LEASE_OVER_MS);
}

function plansOf(row: Row, faults: Fault[]): Plan[] {
  const { operation } = row;
  return row.calls.flatMap((_, call) =>
    faults.map((fault) => ({ row, operation, at: { call, fault }, hurries: false })),
  );
}

/** Whoever was not answered does the same again at once, in an org of his own. (A lasting fault leaves nothing else.) */
function hurriedPlansOf(row: Row): Plan[] {
  const { operation, cases } = row;
  const unanswered = cases.filter((one) => !one.first.startsWith("answered") && !one.at.fault.lasting);
  return unanswered.map(({ at }) => ({ row, operation, at, hurries: true }));
}

async function runPlans(around: Surroundings, plans: Plan[], waitMs: number): Promise<void> {
  const cases: Case[] = [];
  await inParallel(plans, async ({ row, ...plan }) => {
    const one = await makeCase(around, plan);
    row.cases.push(one);
    cases.push(one);
  });
  around.cloud.clock.advance(waitMs);
  await inParallel(cases, (one) => runCase(around, one));
}

async function lookAt(
  { cloud, calm }: Surroundings,
  cases: Case[],
  look: (one: Case, found: Found) => void,
): Promise<void> {
  const find = await finder(cloud, calm);
  await inParallel(cases, async (one) => look(one, await find(one.seed.org)));
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
