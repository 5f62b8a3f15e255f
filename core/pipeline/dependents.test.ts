import { expect, test } from "vitest";
import { Dependents, dependentsOf, sameDependents } from "./dependents.ts";

const pipelines = Array.from({ length: 11 }, (_, n) => ({ pipelineId: `p${n}`, name: `Load ${n}` }));
const ids = pipelines.map(({ pipelineId }) => pipelineId);

test("all dependents are counted, and ten named by nothing but id and name", () => {
  const dependents = dependentsOf(
    ids,
    pipelines.map((one) => ({ ...one, contacts: ["ada@example.com"] })),
  );
  expect(dependents).toEqual({ count: 11, first: pipelines.slice(0, 10) });
  expect(Dependents.safeParse(dependents).success).toBe(true);
  expect(Dependents.safeParse({ count: 11, first: pipelines }).success).toBe(false);
});

test("dependents differ by a name, by their order, and by one that is not named", () => {
  const [first, second] = [dependentsOf(ids, pipelines), dependentsOf(ids, pipelines)];
  expect(sameDependents(first, second)).toBe(true);
  const renamed = pipelines.map((one) => ({ ...one, name: "Other" }));
  for (const other of [
    dependentsOf(ids, renamed),
    dependentsOf(ids, pipelines.toReversed()),
    dependentsOf(ids.slice(1), pipelines),
  ]) {
    expect(sameDependents(first, other)).toBe(false);
  }
});
