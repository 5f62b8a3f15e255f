import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import { iamPathOf } from "../connection/provisioning.ts";
import { CallFailed } from "../errors.ts";
import { orgIdOf } from "../org/org.ts";
import { afterNext, interrupt } from "../testing/interrupt.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { reportUser } from "./report-user.ts";
import { isStillThere, seenNow } from "./unmanaged-user.ts";

const org = "acme";
const mallory = { userName: "mallory", path: iamPathOf(orgIdOf(org)), createdAt: "2025-12-01T00:00:00.000Z" };
const another = { ...mallory, createdAt: "2025-12-24T00:00:00.000Z" };

function aWorld() {
  const { ports, clock } = memoryWorld();
  const { unmanagedUsers } = ports;
  return {
    ...{ ports, clock },
    told: (user = mallory) => reportUser(ports, org, user),
    item: () => unmanagedUsers.find({ org, userName: mallory.userName }),
    /** Whoever reads next is overtaken before it writes. */
    overtakeWith: (rival: () => Promise<unknown>) => afterNext(unmanagedUsers, "find", rival),
  };
}

describe("a user that no connection has", () => {
  test("is told of once, and then only seen", async () => {
    const { told, item, clock } = aWorld();
    expect(await told()).toBe(true);
    clock.advance(HOUR_MS);
    expect(await told()).toBe(false);
    expect(await item()).toMatchObject({ sequence: 1, ...seenNow(clock.now()) });
    const { outbox = [] } = (await item()) ?? {};
    const { userName, path, createdAt: userCreatedAt } = mallory;
    expect(outbox).toMatchObject([
      { type: "UnmanagedUserDetected", data: { userName, path, userCreatedAt } },
    ]);
  });

  test("is told of anew when it is another of the same name", async () => {
    const { told, item } = aWorld();
    await told();
    expect(await told(another)).toBe(true);
    expect(await item()).toMatchObject({ userCreatedAt: another.createdAt, sequence: 2 });
  });

  test.each([
    ["that is new", false],
    ["that is another of the same name", true],
  ])("and %s is told of once by two comparisons at once", async (_, isKnown) => {
    const { told, item, overtakeWith } = aWorld();
    if (isKnown) await told();
    const answers: boolean[] = [];
    overtakeWith(async () => answers.push(await told(another)));
    expect([await told(another), ...answers]).toEqual([false, true]);
    expect((await item())?.outbox.map(({ metadata }) => metadata.sequence)).toEqual(isKnown ? [1, 2] : [1]);
  });

  test("keeps when it was seen last, whichever comparison writes last", async () => {
    const { ports, told, item, clock, overtakeWith } = aWorld();
    await told();
    const before = clock.now();
    overtakeWith(async () => {
      clock.advance(MINUTE_MS);
      await told();
    });
    expect(await told()).toBe(false);
    expect((await item())?.seenAt).toBe(clock.now());
    expect(clock.now() > before).toBe(true);
    interrupt(ports.unmanagedUsers, "update", "throttled");
    await expect(told()).rejects.toBeInstanceOf(CallFailed);
  });
});

test("what is kept of a user is shown for less than two days after it was seen, and kept for 90, to the second", () => {
  const { seenAt, expiresAt } = seenNow("2026-01-01T00:00:01.999Z");
  expect(expiresAt).toBe(Date.parse("2026-04-01T00:00:01.000Z") / 1_000);
  const user = { ...{ org, userName: "mallory", path: "/", userCreatedAt: SAMPLE_TIME, seenAt, expiresAt } };
  const item = { ...user, outbox: [], sequence: 0, version: 1 };
  expect(isStillThere(item, "2026-01-03T00:00:01.998Z")).toBe(true);
  expect(isStillThere(item, "2026-01-03T00:00:01.999Z")).toBe(false);
});
