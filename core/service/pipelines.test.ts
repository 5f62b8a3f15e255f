import { expect, test } from "vitest";
import { PipelineIds } from "./pipelines.ts";

const some = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`);
const faultsOf = (pipelineIds: string[]) => PipelineIds.safeParse(pipelineIds).error?.issues ?? [];

test("a data service has up to 1,000 pipelines", () => {
  expect(faultsOf(some(1_000))).toEqual([]);
  expect(faultsOf(some(1_001))).toMatchObject([
    { path: [], message: "a data service has at most 1,000 pipelines" },
  ]);
});

test("a pipeline that is named again is told by its place, unless there are too many to look at", () => {
  const again = { code: "custom", message: "named before" };
  expect(faultsOf(["p0", "p1", "p0", "p1"])).toEqual([
    { ...again, path: [2] },
    { ...again, path: [3] },
  ]);
  expect(faultsOf([...some(999), "p0"])).toEqual([{ ...again, path: [999] }]);
  expect(faultsOf([...some(1_000), "p0"])).toMatchObject([{ path: [], code: "too_big" }]);
});
