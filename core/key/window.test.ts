import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import { newOperation } from "./operation.ts";
import { auditDueAt, closableAt, isWithin, windowOf } from "./window.ts";

const START = "2026-01-01T12:00:00.000Z";
const at = (seconds: number) => plus(START, seconds * 1_000);
const operation = newOperation(
  { id: "operation-1", kind: "issue", compromised: false, by: "Ada", correlationId: "request-1" },
  START,
);

describe("the window of an abandoned create", () => {
  test.each([
    ["5 seconds before its start", -5, true],
    ["more than 5 seconds before", -5.001, false],
    ["at its start", 0, true],
    ["30 seconds after", 30, true],
    ["more than 30 seconds after", 30.001, false],
  ])("a key created %s: %s", (_, seconds, inside) => {
    expect(isWithin([windowOf(operation, at(90))], at(seconds))).toBe(inside);
  });

  test("no key lies in no window, and any of several windows will do", () => {
    expect(isWithin([], at(0))).toBe(false);
    const early = windowOf({ ...operation, startedAt: at(-600) }, at(0));
    expect(isWithin([early, windowOf(operation, at(90))], at(1))).toBe(true);
  });

  test("a takeover does not move it", () => {
    const takenOver = { ...operation, id: "operation-2", takenAt: at(61), expiresAt: at(121) };
    expect(windowOf(takenOver, at(70))).toEqual({ from: at(-5), to: at(30), recoveredAt: at(70) });
  });

  test("can be closed 15 minutes after both its end and its recovery", () => {
    expect(closableAt(windowOf(operation, at(90)))).toBe(at(90 + 900));
    expect(closableAt(windowOf(operation, at(10)))).toBe(at(30 + 900));
  });

  test("is looked into every five minutes, and at the moment it can be closed", () => {
    const window = windowOf(operation, at(90));
    expect(auditDueAt(window, at(90))).toBe(at(390));
    expect(auditDueAt(window, at(800))).toBe(at(990));
    expect(auditDueAt(window, at(990))).toBe(at(1_290));
  });
});
