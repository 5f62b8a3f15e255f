import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, plus } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { creationOf, findEarlier, isSameRequest } from "./creation.ts";

const request = { keyHash: "k1", bodyHash: "body" };
const made = creationOf(request, SAMPLE_TIME);

test("a request is the same for a day, to the millisecond", () => {
  expect(isSameRequest(made, request, plus(SAMPLE_TIME, DAY_MS - 1))).toBe(true);
  expect(isSameRequest(made, request, plus(SAMPLE_TIME, DAY_MS))).toBe(false);
});

test("what was made without a key is nobody's request", () => {
  expect(isSameRequest(undefined, request, SAMPLE_TIME)).toBe(false);
});

test("the same key with another body is refused, for as long as it is remembered", () => {
  const other = { ...request, bodyHash: "another" };
  expect(() => isSameRequest(made, other, SAMPLE_TIME)).toThrow(DomainError);
  expect(isSameRequest(made, other, plus(SAMPLE_TIME, DAY_MS))).toBe(false);
});

describe("what a request made before", () => {
  const nothing = async () => undefined;

  test("is looked for under the same seeds for the same org and key, and under others for any other", async () => {
    const seedOf = async (org: string, keyHash: string) =>
      (await findEarlier(org, { keyHash, bodyHash: "" }, SAMPLE_TIME, nothing)).seed;
    const first = await seedOf("acme", "k1");
    expect(await seedOf("acme", "k1")).toBe(first);
    expect(new Set([first, await seedOf("acme", "k2"), await seedOf("globex", "k1")]).size).toBe(3);
  });

  test("is found after a day and another request, also when the first one's tombstone has gone", async () => {
    const records = new Map<string, { creation: ReturnType<typeof creationOf> }>();
    const find = async (seed: string) => records.get(seed);
    const askAt = (hours: number) => findEarlier("acme", request, plus(SAMPLE_TIME, hours * HOUR_MS), find);
    const makeAt = async (hours: number) => {
      const { seed } = await askAt(hours);
      records.set(seed, { creation: creationOf(request, plus(SAMPLE_TIME, hours * HOUR_MS)) });
      return seed;
    };
    const first = await makeAt(0);
    const second = await makeAt(36);
    expect(second).not.toBe(first);
    records.delete(first); // its tombstone went after two days
    expect(await askAt(51)).toMatchObject({ seed: second, made: {} });
    expect(await askAt(61)).toEqual({ seed: first });
  });

  test("is found on its third day, also when the first two's tombstones have gone", async () => {
    const records = new Map<string, { creation: ReturnType<typeof creationOf> }>();
    const at = (hours: number) => plus(SAMPLE_TIME, hours * HOUR_MS);
    const ask = (hours: number) => findEarlier("acme", request, at(hours), async (seed) => records.get(seed));
    const seeds: string[] = [];
    for (const hours of [0, 25, 57]) {
      const { seed } = await ask(hours);
      seeds.push(seed);
      records.set(seed, { creation: creationOf(request, at(hours)) });
    }
    for (const gone of seeds.slice(0, 2)) records.delete(gone);
    expect(await ask(74)).toMatchObject({ seed: seeds[2], made: {} });
  });
});
