import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../core/clock.ts";
import { openLaptopClock } from "./laptop-clock.ts";

const START = Date.parse("2026-03-01T12:00:00.000Z");
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "keyturn-clock-"));
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataDir, { recursive: true });
});
const open = () => openLaptopClock(dataDir);

test("is the machine's, and what it was moved by outlives a restart", () => {
  expect(open().now()).toBe("2026-03-01T12:00:00.000Z");
  open().advance(DAY_MS);
  vi.setSystemTime(START + HOUR_MS);
  expect(open().now()).toBe("2026-03-02T13:00:00.000Z");
  expect(open().wasBehindMs).toBe(0);
});

test("goes on from where it was when the machine's clock is set back while it runs", () => {
  const clock = open();
  expect(clock.epochMs()).toBe(START);
  vi.setSystemTime(START - 400 * DAY_MS);
  expect(clock.epochMs()).toBe(START);
  vi.setSystemTime(START - 400 * DAY_MS + HOUR_MS);
  expect(clock.epochMs()).toBe(START + HOUR_MS);
});

test("goes on from where it was when the machine's clock was set back between two runs", () => {
  const before = open();
  before.advance(DAY_MS);
  vi.setSystemTime(START + HOUR_MS);
  const lastMs = before.epochMs();
  vi.setSystemTime(START - 400 * DAY_MS);
  const after = open();
  expect(after.wasBehindMs).toBe(400 * DAY_MS + HOUR_MS);
  expect(after.epochMs()).toBe(lastMs);
  vi.setSystemTime(START - 400 * DAY_MS + HOUR_MS);
  expect(after.epochMs()).toBe(lastMs + HOUR_MS);
  expect(open().epochMs()).toBeGreaterThanOrEqual(lastMs); // of the third run, too
});

test("keeps where it is every ten seconds, and not with every look", () => {
  const clock = open();
  const keptMs = () => JSON.parse(readFileSync(join(dataDir, "clock.json"), "utf8")).seenMs;
  expect([clock.epochMs(), keptMs()]).toEqual([START, START]);
  vi.setSystemTime(START + 10 * SECOND_MS - 1);
  clock.epochMs();
  expect(keptMs()).toBe(START);
  vi.setSystemTime(START + 10 * SECOND_MS);
  clock.epochMs();
  expect(keptMs()).toBe(START + 10 * SECOND_MS);
});

test.each(["", '{"offsetMs":12', '{"seenMs":12}', "null"])(
  "does not start with a file that is %j",
  (text) => {
    writeFileSync(join(dataDir, "clock.json"), text);
    expect(open).toThrow(/clock\.json does not say what time it was\. Write [^\n]+$/);
  },
);

test("what it cannot keep has not moved", () => {
  const clock = open();
  clock.epochMs();
  rmSync(dataDir, { recursive: true });
  expect(() => clock.advance(DAY_MS)).toThrow();
  expect(clock.epochMs()).toBe(START);
  writeFileSync(dataDir, "");
});
