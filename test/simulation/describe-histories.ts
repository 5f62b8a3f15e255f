import { describe, expect, test } from "vitest";
import { eventTypes } from "../../core/journal/event.ts";
import { requestKinds } from "./attempt.ts";
import { Coverage } from "./coverage.ts";
import { runHistory } from "./history.ts";
import { storyOf } from "./story.ts";

const RUNS = Number(process.env.KEYTURN_SIMULATION_RUNS ?? 2_200);
const FIRST_SEED = Number(process.env.KEYTURN_SIMULATION_SEED ?? 1);
/** So many histories are enough to see everything happen that can. */
const ENOUGH = 1_000;
/**
 * No history restores a table (test/restore), tells dependents (core/notice), adopts users (core/adoption), or changes keys
 * behind Keyturn's back (core/drift).
 */
const toldElsewhere = [
  ...["KeyReconciled", "DependentPipelineNotice", "ConnectionAdopted"],
  ...["KeyDriftDetected", "KeyDriftResolved", "UnmanagedUserDetected"],
];
const toldInHistories = eventTypes.filter((type) => !toldElsewhere.includes(type));

/** Every `parts`th seed, so that several test files share the work and the cores. */
export function describeHistories(part: number, parts: number): void {
  const all = Array.from({ length: RUNS }, (_, n) => FIRST_SEED + n);
  const seeds = all.filter((_, n) => n % parts === part);

  describe(`histories ${part + 1} of ${parts}`, () => {
    test(`${seeds.length} from seed ${FIRST_SEED} on leave everything as it must be`, async () => {
      const coverage = new Coverage();
      for (const seed of seeds) {
        const history = await runHistory(seed);
        if (history.violations.length > 0) expect.fail(await storyOf(seed));
        coverage.add(history);
      }
      console.log(coverage.summary());
      const wanted = seeds.length < ENOUGH ? [] : [...requestKinds, ...toldInHistories];
      expect(wanted.filter((one) => !coverage.reached.has(one))).toEqual([]);
    }, 600_000);
  });
}
