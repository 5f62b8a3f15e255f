import { describe, expect, test } from "vitest";
import { CONTACTS_PER_ORG_MAX, Policy } from "./policy.ts";

const faultsOf = (policy: object) => {
  const parsed = Policy.safeParse(policy);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join("."));
};

describe("a policy", () => {
  test("is by default what the portals tell their users", () => {
    expect(Policy.parse({})).toEqual({
      contacts: [],
      rotation: {
        maxAgeDays: 180,
        remindBeforeDays: [30, 14, 7, 1],
        overdueEveryDays: 7,
        enforcement: "remind",
        adoptionWindowDays: 14,
      },
      reset: {
        defaultMode: "immediate",
        graceHoursDefault: 24,
        graceHoursMax: 168,
        quietHours: 36,
        hardStopDays: 14,
        undoHours: 72,
      },
    });
  });

  test("read again is the same", () => {
    const given = { rotation: { maxAgeDays: 20, remindBeforeDays: [1, 7] }, reset: { graceHoursMax: 500 } };
    expect(Policy.parse(Policy.parse(given))).toEqual(Policy.parse(given));
  });

  test("fits what was left out to what was given", () => {
    const { rotation, reset } = Policy.parse({ rotation: { maxAgeDays: 10 }, reset: { graceHoursMax: 12 } });
    expect(rotation.remindBeforeDays).toEqual([7, 1]);
    expect(reset.graceHoursDefault).toBe(12);
    expect(Policy.parse({ reset: { graceHoursMax: 720 } }).reset.hardStopDays).toBe(30);
  });

  test("has its reminders in the order in which they come", () => {
    expect(Policy.parse({ rotation: { remindBeforeDays: [1, 60, 7] } }).rotation.remindBeforeDays).toEqual([
      60, 7, 1,
    ]);
  });

  const contact = (n: number) => `team-${n}@example.com`;
  test.each<[string, object, string[]]>([
    ["negative days", { rotation: { maxAgeDays: -1 } }, ["rotation.maxAgeDays"]],
    ["no days", { rotation: { maxAgeDays: 0 } }, ["rotation.maxAgeDays"]],
    ["half a day", { rotation: { overdueEveryDays: 0.5 } }, ["rotation.overdueEveryDays"]],
    ["more than ten years", { rotation: { maxAgeDays: 3_651 } }, ["rotation.maxAgeDays"]],
    ["a text", { rotation: { maxAgeDays: "180" } }, ["rotation.maxAgeDays"]],
    [
      "a reminder after the due date",
      { rotation: { remindBeforeDays: [30, -1] } },
      ["rotation.remindBeforeDays.1"],
    ],
    ["a reminder on the due date", { rotation: { remindBeforeDays: [0] } }, ["rotation.remindBeforeDays.0"]],
    [
      "a reminder before the key is made",
      { rotation: { remindBeforeDays: [180] } },
      ["rotation.remindBeforeDays"],
    ],
    ["a reminder twice", { rotation: { remindBeforeDays: [7, 7] } }, ["rotation.remindBeforeDays"]],
    [
      "eleven reminders",
      { rotation: { remindBeforeDays: Array.from({ length: 11 }, (_, n) => n + 1) } },
      ["rotation.remindBeforeDays"],
    ],
    ["an enforcement nobody knows", { rotation: { enforcement: "delete" } }, ["rotation.enforcement"]],
    [
      "deactivation that does not say when",
      { rotation: { enforcement: "deactivate" } },
      ["rotation.deactivateAfterDays"],
    ],
    [
      "a date of deactivation without deactivation",
      { rotation: { deactivateAfterDays: 3 } },
      ["rotation.deactivateAfterDays"],
    ],
    ["grace over the maximum", { reset: { graceHoursDefault: 200 } }, ["reset.graceHoursDefault"]],
    ["a maximum over a month", { reset: { graceHoursMax: 721 } }, ["reset.graceHoursMax"]],
    ["a hard stop before the grace is over", { reset: { hardStopDays: 6 } }, ["reset.hardStopDays"]],
    ["a mode nobody knows", { reset: { defaultMode: "later" } }, ["reset.defaultMode"]],
    ["an address that is none", { contacts: [contact(1), "somebody"] }, ["contacts.1"]],
    ["an address with a line break", { contacts: ["a@example.com\nBcc: b@example.com"] }, ["contacts.0"]],
    ["an address twice", { contacts: [contact(1), contact(1)] }, ["contacts"]],
    [
      "too many addresses",
      { contacts: Array.from({ length: CONTACTS_PER_ORG_MAX + 1 }, (_, n) => contact(n)) },
      ["contacts"],
    ],
    ["a field nobody knows", { rotation: { everyDays: 3 } }, ["rotation"]],
  ])("with %s is refused by path", (_, policy, paths) => {
    expect(faultsOf(policy)).toEqual(paths);
  });

  test.each<[string, object]>([
    ["a day", { rotation: { maxAgeDays: 1 } }],
    ["ten years", { rotation: { maxAgeDays: 3_650 } }],
    ["no reminders", { rotation: { remindBeforeDays: [] } }],
    ["ten reminders", { rotation: { remindBeforeDays: Array.from({ length: 10 }, (_, n) => n + 1) } }],
    ["deactivation when it is due", { rotation: { enforcement: "deactivate", deactivateAfterDays: 0 } }],
    ["no undo", { reset: { undoHours: 0 } }],
    ["a month of grace", { reset: { graceHoursMax: 720, graceHoursDefault: 720, hardStopDays: 30 } }],
    [
      "as many addresses as there may be",
      { contacts: Array.from({ length: CONTACTS_PER_ORG_MAX }, (_, n) => contact(n)) },
    ],
  ])("with %s is taken", (_, policy) => {
    expect(faultsOf(policy)).toEqual([]);
  });
});
