import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Those that take more than ten seconds, the longest first. Nothing in a fresh clone tells Vitest so. */
const LONGEST = [
  "faults/link-operations",
  "faults/key-operations",
  "infra/mutants",
  "rights/rights-in-use",
  "faults/service-operations",
  "faults/customer-operations",
  "s3-matrix/matrix",
  "terminal",
  "http/kill-nine",
  "http/given-pairs",
  "s3-clients",
  "restore/command-line",
  "restore/histories",
  "infra/permissions",
  "http/pipelines",
  "http/notices-kill-nine",
  "crash/clock-jumps",
  "crash/checks-can-fail",
  "load",
  "portals/guide",
  "smoke",
];

/** Lets two workers end at about the same time: a long file that comes last would keep one of them waiting. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project);
    return [...byProject.values()].flatMap((some) => some.toSorted((one, other) => rank(one) - rank(other)));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return place < 0 ? LONGEST.length : place;
}
