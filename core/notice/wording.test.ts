import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, plus } from "../clock.ts";
import { KeyturnEvent } from "../journal/event.ts";
import { anEventOf, aPipeline, NEW_KEY, OLD_KEY } from "../testing/sample-notices.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { concerning } from "./concerning.ts";
import { noticeFor } from "./notice.ts";
import { tellingOf } from "./wording.ts";

const IN_A_WEEK = plus(SAMPLE_TIME, 7 * DAY_MS);
const HARD_STOP = plus(SAMPLE_TIME, 14 * DAY_MS);
const tell = (...args: Parameters<typeof anEventOf>) => tellingOf(anEventOf(...args), "this pipeline");

describe.each(concerning)("of %s", (type) => {
  test("is said what changed, in whose key, and what to do, in whole sentences", () => {
    const telling = tell(type);
    expect(telling.subject).toContain("“Sales data”");
    expect(telling.whatChanged).toMatch(/^[A-Z].*“Sales data”.*\.$/s);
    expect(telling.whatChanged).toMatch(/AKIA(OLD|NEW)/);
    expect(telling.whatToUpdate).toMatch(/^[A-Z].*this pipeline.*\.$/s);
    expect(`${telling.subject} ${telling.whatChanged} ${telling.whatToUpdate}`).not.toMatch(
      /undefined|null|NaN|\[object|\d{4}-\d\d-\d\dT/,
    );
  });

  test("a notice is made that is an event like any other", () => {
    const event = anEventOf(type);
    const { outbox } = noticeFor(event, tell(type), aPipeline("acme", "nightly"), SAMPLE_TIME);
    expect(KeyturnEvent.parse(outbox[0])).toEqual(outbox[0]);
    expect(KeyturnEvent.parse(event)).toEqual(event);
  });

  test("the subject fits, on one line, whatever the service is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (serviceName) => {
        const { subject } = tell(type, { data: { serviceName } });
        expect([...subject].length).toBeLessThanOrEqual(150);
        expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });
});

test.each(concerning)("the subject of %s says what has happened, however long the name is", (type) => {
  const { subject } = tell(type, { data: { serviceName: "é".repeat(120) } });
  expect(subject).toBe(tell(type).subject.replace("Sales data", `${"é".repeat(59)}…`));
});

/** The key to use, the one before, by when, and whether the old one is in use. */
const keys: [what: string, ...Parameters<typeof anEventOf>, expected: unknown[]][] = [
  ["a first key", "KeyCreated", {}, [NEW_KEY, null, null, false]],
  ["an immediate reset", "KeyRotated", {}, [NEW_KEY, OLD_KEY, SAMPLE_TIME, false]],
  [
    "a staged reset",
    "KeyRotated",
    { data: { mode: "staged", previousKeyValidUntil: IN_A_WEEK } },
    [NEW_KEY, OLD_KEY, IN_A_WEEK, false],
  ],
  ["a held retirement", "KeyRetirementHeld", {}, [NEW_KEY, OLD_KEY, HARD_STOP, true]],
  ["an old key that still works", "OldKeyFoundActive", {}, [NEW_KEY, OLD_KEY, null, true]],
  ["a retirement", "KeyRetired", {}, [NEW_KEY, OLD_KEY, SAMPLE_TIME, false]],
  ["a restored key", "KeyRestored", {}, [NEW_KEY, OLD_KEY, HARD_STOP, false]],
  ["a removal", "KeyRemoved", {}, [null, OLD_KEY, SAMPLE_TIME, false]],
  ["a key switched off", "KeyDisabled", {}, [null, OLD_KEY, SAMPLE_TIME, false]],
  ["a key that somebody switched off", "KeyDriftDetected", {}, [null, OLD_KEY, SAMPLE_TIME, false]],
  [
    "an old key that somebody deleted",
    "KeyDriftDetected",
    { data: { drift: "key_deleted", currentAccessKeyId: NEW_KEY } },
    [NEW_KEY, OLD_KEY, SAMPLE_TIME, false],
  ],
  [
    "a key that somebody switched on again",
    "KeyDriftDetected",
    { data: { drift: "key_reactivated" } },
    [null, OLD_KEY, null, false],
  ],
  [
    "a reminder",
    "KeyRotationReminder",
    { data: { rotationDueAt: IN_A_WEEK } },
    [NEW_KEY, null, IN_A_WEEK, false],
  ],
  ["a key that is due", "KeyRotationDue", {}, [NEW_KEY, null, SAMPLE_TIME, false]],
  [
    "a key that will be deactivated",
    "KeyRotationOverdue",
    { data: { deactivatesAt: IN_A_WEEK } },
    [NEW_KEY, null, IN_A_WEEK, false],
  ],
];

test.each(keys)("after %s the pipeline knows its keys and its deadline", (_, type, change, expected) => {
  const { accessKeyId, previousAccessKeyId, updateBy, oldKeyInUse } = tell(type, change);
  expect([accessKeyId, previousAccessKeyId, updateBy, oldKeyInUse]).toEqual(expected);
});

describe("a deadline", () => {
  test("is said in words that everybody reads the same way", () => {
    const { subject, whatChanged, whatToUpdate } = tell("KeyRotated", {
      data: { mode: "staged", previousKeyValidUntil: "2026-03-08T06:05:00.000Z" },
    });
    expect(subject).toBe("Update the access key of “Sales data” by Sunday 8 March 2026, 06:05 UTC");
    expect(whatChanged).toContain("The old key works until Sunday 8 March 2026, 06:05 UTC.");
    expect(whatToUpdate).toMatch(/^Put the new access key into this pipeline before the old one stops/);
  });

  test("of an immediate reset is now", () => {
    const { subject, whatToUpdate } = tell("KeyRotated");
    expect(subject).toContain("now: the old one no longer works");
    expect(whatToUpdate).toContain("into this pipeline now");
  });
});

test("a reset of a leaked key says why", () => {
  expect(tell("KeyRotated", { data: { reason: "compromised" } }).whatChanged).toContain(
    "because the old one may be known to somebody else",
  );
  expect(tell("KeyDisabled", { data: { reason: "expired" } }).whatChanged).toContain(
    "was not reset when it was due",
  );
});

test("a held retirement says when the old key was used last, or that nobody knows", () => {
  expect(tell("KeyRetirementHeld").whatChanged).toContain(
    "was last used Sunday 1 March 2026, 11:00 UTC, with s3",
  );
  expect(tell("KeyRetirementHeld", { data: { lastUsed: null } }).whatChanged).toContain(
    "but IAM did not say whether it is in use",
  );
});

test.each([
  [1, "1 day"],
  [7, "7 days"],
])("a reminder %i days before says %s", (daysUntilDue, said) => {
  const { subject } = tell("KeyRotationReminder", { data: { daysUntilDue } });
  expect(subject).toBe(`The access key of “Sales data” is due for a reset in ${said}`);
});

test.each([
  ["KeyRotationDue", {}, "is due for a reset now"],
  ["KeyRotationOverdue", { daysOverdue: 1 }, "has been due for a reset for 1 day"],
  ["KeyRotationOverdue", { daysOverdue: 40 }, "has been due for a reset for 40 days"],
] as const)("of %s (%j) is said that the key %s, and since when", (type, data, said) => {
  const { subject, whatChanged } = tell(type, { data });
  expect(subject).toBe(`The access key of “Sales data” ${said}`);
  expect(whatChanged).toContain(`${NEW_KEY} of “Sales data” ${said} (Sunday 1 March 2026, 12:00 UTC).`);
});

test.each(["KeyRotationReminder", "KeyRotationDue", "KeyRotationOverdue"] as const)(
  "%s says when the key stops if it is not reset, or that it does not stop by itself",
  (type) => {
    const willStop = tell(type, { data: { deactivatesAt: IN_A_WEEK } }).whatChanged;
    expect(willStop).toContain("it stops working on Sunday 8 March 2026, 12:00 UTC");
    expect(willStop).not.toContain("It works until");
    const goesOn = tell(type).whatChanged;
    expect(goesOn).toContain("It works until it is reset");
    expect(goesOn).not.toContain("stops working");
  },
);

test("whoever needs the new secret is told that it is not mailed", () => {
  for (const type of [
    "KeyCreated",
    "KeyRotated",
    "KeyRetirementHeld",
    "KeyRetired",
    "KeyRestored",
  ] as const) {
    expect(tell(type).whatToUpdate).toContain(
      "Its secret was shown once, to whoever asked for it, and is never mailed",
    );
  }
});

test.each([
  ["key_deleted", OLD_KEY, "was deleted in AWS, not by Keyturn. It does not work."],
  ["key_deactivated", OLD_KEY, "was switched off in AWS, not by Keyturn. It does not work."],
  ["key_reactivated", OLD_KEY, "was switched on again in AWS, not by Keyturn, and works."],
  ["user_deleted", OLD_KEY, "was deleted in AWS with its user"],
  ["user_deleted", null, "was deleted in AWS, not by Keyturn"],
] as const)("of %s (%s) is said that it was not Keyturn", (drift, accessKeyId, said) => {
  for (const currentAccessKeyId of [accessKeyId, NEW_KEY]) {
    const telling = tell("KeyDriftDetected", { data: { drift, accessKeyId, currentAccessKeyId } });
    expect(telling.whatChanged).toContain(said);
    expect(telling.whatToUpdate).toMatch(/^[A-Z].*this pipeline.*\.$/s);
    expect(`${telling.subject} ${telling.whatChanged} ${telling.whatToUpdate}`).not.toMatch(/null|undefined/);
  }
});
