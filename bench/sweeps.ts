import { relayAll, sweepAll } from "../test/faults/recover.ts";
import { openTestCloud } from "../test/support/test-cloud.ts";
import { type Cost, costOf } from "./count-calls.ts";
import { fillFleet } from "./fleet.ts";

/** What it cost to flag the keys that are due, among so many connections. */
export interface Sweep extends Cost {
  connections: number;
  due: number;
  queries: number;
  /** How long the filling took, and the sweep with its relay. */
  fillSeconds: number;
  seconds: number;
}

const DUE = 500;
/** Figures that must not grow with the connections that are not due. */
const FIGURES = ["queries", "itemsScanned", "itemsRead", "dynamoWrites"] as const;

/** The same keys due among ever more connections: each time in a table of its own, every shard swept and relayed once. */
export async function measureSweeps(sizes: readonly number[], due = DUE): Promise<Sweep[]> {
  const sweeps = [];
  for (const connections of sizes) sweeps.push(await measureSweep(connections, due));
  return sweeps;
}

async function measureSweep(connections: number, due: number): Promise<Sweep> {
  const cloud = await openTestCloud();
  try {
    const filling = performance.now();
    await fillFleet(cloud, { connections, due });
    const startedAt = performance.now();
    const cost = await costOf(cloud, async (counted) => {
      await sweepAll(counted);
      await relayAll(counted);
    });
    const told = cloud.events().filter(({ type }) => type === "KeyRotationDue").length;
    if (told !== due) throw new Error(`${due} keys were due, and ${told} were told of`);
    return {
      ...{ ...cost, connections, due, queries: cost.calls["DynamoDB Query"] ?? 0 },
      fillSeconds: (startedAt - filling) / 1_000,
      seconds: (performance.now() - startedAt) / 1_000,
    };
  } finally {
    await cloud.close();
  }
}

/** By how much any figure differs at most between the sizes, as a part of the least. */
export function worstDeviation(sweeps: readonly Sweep[]): number {
  const deviations = FIGURES.map((figure) => {
    const values = sweeps.map((sweep) => sweep[figure]);
    return Math.max(...values) / Math.min(...values) - 1;
  });
  return Math.max(0, ...deviations);
}
