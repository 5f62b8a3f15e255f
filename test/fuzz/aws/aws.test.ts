import { expect, test } from "vitest";
import { fuzzAws } from "./fuzz-aws.ts";

test("two thousand requests to every call of the laptop's AWS are answered in AWS's forms", async () => {
  const { faults, unreached } = await fuzzAws({ requests: 2_000, seed: 1 });
  expect(faults).toEqual([]);
  expect(unreached.length).toBeLessThan(6);
});
