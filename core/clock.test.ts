import { expect, test } from "vitest";
import { earliest, latest } from "./clock.ts";

const [first, second] = ["2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00.001Z"];

test("the earliest of some instants passes over those that are none", () => {
  expect(earliest(second, undefined, first)).toBe(first);
  expect(earliest(undefined, second)).toBe(second);
  expect(earliest(undefined)).toBeUndefined();
  expect(earliest()).toBeUndefined();
});

test("the latest of two instants is the later one", () => {
  expect(latest(first, second)).toBe(second);
  expect(latest(second, first)).toBe(second);
});
