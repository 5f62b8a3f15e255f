import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { keysPatch, planPatch } from "./key-state.ts";

const current = { accessKeyId: "AKIACURRENT000001", state: "active" as const, createdAt: SAMPLE_TIME };
const retiring = { accessKeyId: "AKIARETIRING00001", state: "doomed" as const, createdAt: SAMPLE_TIME };
const nextActionAt = plus(SAMPLE_TIME, 1);

describe("what a write makes of a connection's keys", () => {
  test.each([
    ["both", { current, retiring }, { set: { current, retiring }, remove: [] }],
    ["no old one", { current, retiring: undefined }, { set: { current }, remove: ["retiring"] }],
    ["only an old one", { current: undefined, retiring }, { set: { retiring }, remove: ["current"] }],
    ["none", { current: undefined, retiring: undefined }, { set: {}, remove: ["current", "retiring"] }],
  ])("%s: sets what there is, and takes away nothing else than what there is not", (_, keys, patch) => {
    expect(keysPatch(keys)).toStrictEqual(patch);
  });

  test("with a plan sets when it is looked at next, and the policy of the plan", () => {
    expect(planPatch({ current, retiring, policyVersion: 0, nextActionAt })).toStrictEqual({
      ...{ set: { current, retiring, policyVersion: 0, nextActionAt }, remove: [] },
    });
  });

  test("without one leaves the policy's version as it is: it never goes back", () => {
    expect(planPatch({ current, retiring })).toStrictEqual({
      ...{ set: { current, retiring }, remove: ["nextActionAt"] },
    });
  });
});
