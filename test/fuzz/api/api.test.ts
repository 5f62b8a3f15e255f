import { expect, test } from "vitest";
import { fuzzApi } from "./fuzz-api.ts";

test("six hundred requests to every route of the API, half of them broken, are answered as is documented", async () => {
  const { faults, unreached } = await fuzzApi({ requests: 600, seed: 1 });
  expect(faults).toEqual([]);
  // Which of so few are done depends on what is there just then; `npm run fuzz` demands every one.
  expect(unreached.length).toBeLessThan(4);
});
