import { describe, expect, test } from "vitest";
import { runHistory } from "./history.ts";
import { sabotages } from "./sabotages.ts";

/** A broken rule shows in some histories only; these are enough for each of them. */
const HISTORIES_MAX = 1_500;

describe("the simulation", () => {
  test("tells the same history for the same seed, and another for another", async () => {
    const [first, again, other] = [7, 7, 8].map((seed) => runHistory(seed, { traced: true }));
    const lines = (await first)?.lines ?? [];
    expect(lines.length).toBeGreaterThan(20);
    expect((await again)?.lines).toEqual(lines);
    expect((await other)?.lines).not.toEqual(lines);
  });

  test.each(Object.entries(sabotages))("notices when %s", async (_, sabotage) => {
    let noticed: string[] = [];
    for (let seed = 1; seed <= HISTORIES_MAX && noticed.length === 0; seed++) {
      noticed = (await runHistory(seed, { sabotage })).violations;
    }
    expect(noticed).not.toEqual([]);
  });
});
