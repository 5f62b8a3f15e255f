import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Those that take seconds, and reach much of core. */
const SLOW = ["sweep/calendar", "policy/first-told", "notice/notify-dependents", "notice/wording"];

/**
 * Stryker ends a mutant's run at the first test that fails. Those beside the mutant see it soonest; the slow ones are asked
 * when no other has seen it.
 */
export function nearestFirst(folder: string): typeof BaseSequencer {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return files.toSorted((one, other) => rank(one) - rank(other));
    }
  };

  function rank({ moduleId }: TestSpecification): number {
    if (SLOW.some((name) => moduleId.endsWith(`/core/${name}.test.ts`))) return 2;
    return moduleId.includes(`/${folder}/`) ? 0 : 1;
  }
}
