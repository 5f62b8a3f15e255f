import { expect, test } from "vitest";
import { aPolicyRecord, SAMPLE_TIME } from "../testing/sample-records.ts";
import { Policy, policyByDefault } from "./policy.ts";
import { inForce, onlyReminding, takesKeysAway } from "./policy-in-force.ts";
import { presets } from "./preset.ts";

const deactivate = Policy.parse({
  contacts: ["team@example.com"],
  rotation: { maxAgeDays: 90, enforcement: "deactivate", deactivateAfterDays: 5 },
});
const remind = Policy.parse({ contacts: ["team@example.com"], rotation: { maxAgeDays: 90 } });

test("a policy that only reminds is the same but for what takes keys away", () => {
  const { deactivateAfterDays: _, ...rotation } = deactivate.rotation;
  expect(onlyReminding(deactivate)).toEqual({
    ...deactivate,
    rotation: { ...rotation, enforcement: "remind" },
  });
  expect(onlyReminding(remind)).toBe(remind);
});

test("what takes keys away is not in force where none are ever removed", () => {
  const record = { ...aPolicyRecord("acme"), policy: deactivate, policyVersion: 3 };
  const { "data-services": removes, "cloud-dashboard": keeps } = presets;
  expect([takesKeysAway(deactivate, removes), takesKeysAway(deactivate, keeps)]).toEqual([false, true]);
  expect(takesKeysAway(remind, keeps)).toBe(false);
  const version = { policyVersion: 3, rotationSince: SAMPLE_TIME };
  expect(inForce(record, removes)).toEqual({ policy: deactivate, ...version });
  expect(inForce(record, keeps)).toEqual({ policy: onlyReminding(deactivate), ...version });
  expect(inForce(undefined, keeps)).toEqual(policyByDefault);
});
