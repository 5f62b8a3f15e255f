import type { Connection } from "../../core/connection/connection.ts";
import type { Random } from "../simulation/random.ts";

/** What somebody does next, and how often: with many keys, or with old ones, retired and restored again and again. */
const manyKeys = {
  ...{ create: 6, add: 6, reset: 14, stage: 8, retire: 3, restore: 3, remove: 2, sweep: 8 },
  ...{ byHand: 1, endConnection: 1, endService: 1, policy: 2 },
};
const oldKeys: Weights = {
  ...{ create: 1, add: 0, reset: 3, stage: 10, retire: 9, restore: 11, remove: 0.5, sweep: 5 },
  ...{ byHand: 0, endConnection: 0, endService: 0, policy: 1 },
};
type Act = keyof typeof manyKeys;
export type Weights = Record<Act, number>;

export const habits: readonly Weights[] = [manyKeys, oldKeys];

/** The act, and the connection it is about. Where there is nothing for it yet, it is the act that makes it. */
export function drawAct(
  random: Random,
  weights: Weights,
  connections: readonly Connection[],
): { act: Act; connection?: Connection | undefined } {
  const act = random.weighted(weights);
  if (connections.length === 0) return { act: "create" };
  if (act !== "retire" && act !== "restore") return { act, connection: random.pick(connections) };
  const staged = connections.filter(({ retiring }) => retiring);
  if (staged.length === 0) return { act: "stage", connection: random.pick(connections) };
  return { act, connection: random.pick(staged) };
}
