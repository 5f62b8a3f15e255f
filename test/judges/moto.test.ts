import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasMoto, type Moto, startMoto } from "../support/moto.ts";
import { compareCalls } from "./call-by-call.ts";
import { iamCalls } from "./iam-calls.ts";
import { ANY, knownDifferences, knownFailures } from "./judges-page.ts";
import { describeContracts } from "./moto-contracts.ts";
import { s3Calls } from "./s3-calls.ts";

const compared = [["S3", s3Calls] as const, ["IAM", iamCalls] as const];

describe.skipIf(!hasMoto)("beside moto", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto.stop());

  for (const [heading, calls] of compared) compareCalls(heading, calls, () => moto);

  describe("the adapters", () => {
    const failures = new Set(knownFailures().map(({ test }) => test));
    // Then a test that passes is what fails.
    beforeEach(({ task }) => {
      Object.assign(task, { fails: failures.has(task.name) });
    });
    describeContracts(() => moto);
  });
});

test.each(compared)("docs/judges.md says of each difference in %s who is right and why", (heading, calls) => {
  const names = new Set([ANY, ...calls.map(({ name }) => name)]);
  for (const { call, right, why } of knownDifferences(heading)) {
    expect(names).toContain(call);
    expect(["laptop", "moto", "neither", "both"]).toContain(right);
    expect(why).not.toBe("");
  }
});
