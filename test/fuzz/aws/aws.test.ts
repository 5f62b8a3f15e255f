import { expect, test } from "vitest";
import { fuzzAws } from "./fuzz-aws.ts";

test("fourteen hundred requests to every call of the laptop's AWS are answered in AWS's forms", async () => {
  const { faults, unreached } = await fuzzAws({ requests: 1_400, seed: 1 });
  expect(faults).toEqual([]);
  expect(unreached.length).toBeLessThan(6);
});
