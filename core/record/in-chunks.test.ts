import { expect, test } from "vitest";
import { type Clock, instant, plus } from "../clock.ts";
import { inChunks } from "./in-chunks.ts";

const began = instant(Date.UTC(2026, 0, 1));
const items = Array.from({ length: 60 }, (_, place) => place);

/** What was begun when each piece of work takes a second, and there is so much time. */
async function begunWithin(ms: number): Promise<{ begun: number[]; error: unknown }> {
  let now = began;
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const begun: number[] = [];
  const error = await inChunks(clock, items, plus(began, ms), async (item) => {
    begun.push(item);
    now = plus(now, 1_000);
  }).catch((thrown) => thrown);
  return { begun, error };
}

test("work is done on each item, in their order", async () => {
  expect(await begunWithin(60_001)).toEqual({ begun: items, error: undefined });
});

test("none begins once the time is over", async () => {
  const { begun, error } = await begunWithin(30_000);
  expect(begun).toEqual(items.slice(0, 30));
  expect(error).toMatchObject({ code: "unavailable" });
});
