import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { CurrentKey } from "../key/access-key.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection } from "../testing/sample-records.ts";
import { KeptSummaries } from "./kept-summaries.ts";
import { summariseOrg } from "./summary.ts";

const MAX_AGE_DAYS = 180;

/** An org of memory, its clock, and what can be put into it. */
function anOrgOf() {
  const { ports, clock } = memoryWorld();
  const now = clock.now();
  let made = 0;
  return {
    ...{ ports, clock, now },
    async add(change: Partial<Connection> = {}): Promise<Connection> {
      const connection = aConnection("acme", change);
      await ports.connections.insert(connection);
      return connection;
    },
    /** One that was created so many days, and some milliseconds, ago. */
    key(days: number, change: Partial<CurrentKey> = {}, ms = 0): CurrentKey {
      made += 1;
      const createdAt = plus(now, -days * DAY_MS - ms);
      return {
        ...{ accessKeyId: `AKIA${String(made).padStart(12, "0")}`, state: "active", createdAt },
        ...{ rotationDueAt: plus(createdAt, MAX_AGE_DAYS * DAY_MS), ...change },
      } as CurrentKey;
    },
    async addUser(userName: string, seenDaysAgo: number): Promise<void> {
      const seenAt = plus(now, -seenDaysAgo * DAY_MS);
      await ports.unmanagedUsers.insert({
        ...{ org: "acme", userName, path: "/keyturn/", userCreatedAt: seenAt, seenAt },
        ...{ outbox: [], sequence: 0, version: 1, expiresAt: 0 },
      });
    },
    summary: () => summariseOrg(ports, "acme"),
  };
}

test("an org without connections has none of anything", async () => {
  const { now, summary } = anOrgOf();
  expect(await summary()).toEqual({
    ...{ asOf: now, connections: 0, dueWithin30Days: 0, oldestKey: null, retirementsHeld: 0 },
    byStatus: { not_configured: 0, active: 0, due: 0, disabled: 0 },
    drift: {
      ...{ key_created: 0, key_deleted: 0, key_deactivated: 0, key_reactivated: 0 },
      ...{ user_created: 0, user_deleted: 0 },
    },
  });
});

test("each connection is counted once, by its status; tombstones and other orgs' are not", async () => {
  const { add, key, ports, summary } = anOrgOf();
  await add();
  await add({ state: "creating" });
  for (const days of [1, 2, 3]) await add({ current: key(days) });
  for (const days of [MAX_AGE_DAYS, 200]) await add({ current: key(days) });
  await add({ current: key(10, { state: "inactive" }) });
  await add({ current: key(10, { state: "doomed" }) });
  await add({ state: "deleted", current: key(3) });
  await ports.connections.insert(aConnection("globex", { current: key(100) }));
  expect(await summary()).toMatchObject({
    connections: 9,
    byStatus: { not_configured: 3, active: 3, due: 2, disabled: 1 },
  });
});

test("keys due within 30 days are those that work and are not due yet, to the millisecond", async () => {
  const { add, key, summary } = anOrgOf();
  await add({ current: key(MAX_AGE_DAYS - 30) });
  await add({ current: key(MAX_AGE_DAYS, {}, -1) });
  await add({ current: key(MAX_AGE_DAYS - 30, {}, -1) }); // in 30 days and a millisecond
  await add({ current: key(MAX_AGE_DAYS) }); // due
  await add({ current: key(MAX_AGE_DAYS - 1, { state: "inactive" }) });
  await add();
  expect(await summary()).toMatchObject({ dueWithin30Days: 2 });
});

describe("the oldest key", () => {
  test("is the one that was created first of those that work, wherever it comes in the list", async () => {
    const { add, key, summary } = anOrgOf();
    await add({ current: key(400, { state: "inactive" }) });
    await add({ current: key(500, { state: "doomed" }) });
    for (const days of [30, 90, 60, 120, 10]) await add({ current: key(days) });
    const { connectionId, serviceName, current } = await add({ current: key(130) });
    for (const days of [5, 129]) await add({ current: key(days) });
    await add();
    expect((await summary()).oldestKey).toEqual({
      ...{ connectionId, serviceName, accessKeyId: current?.accessKeyId, keyCreatedAt: current?.createdAt },
      keyAgeDays: 130,
    });
  });

  test("is none where no key works", async () => {
    const { add, key, summary } = anOrgOf();
    await add({ current: key(400, { state: "inactive" }) });
    expect((await summary()).oldestKey).toBeNull();
  });
});

test("old keys that are held are counted, and none that goes its way", async () => {
  const { add, key, now, summary } = anOrgOf();
  const { rotationDueAt: _, ...old } = key(200);
  const living = { ...old, state: "active" as const, retireAt: now, hardStopAt: now };
  await add({ current: key(1), retiring: { ...living, heldSince: now } });
  await add({ current: key(1), retiring: living });
  await add({ current: key(1) });
  expect(await summary()).toMatchObject({ retirementsHeld: 1 });
});

test("what was changed in IAM is counted by its kind, as long as it stands", async () => {
  const { add, key, now, addUser, summary } = anOrgOf();
  const current = key(1);
  const found = (kind: "key_deactivated" | "key_created" | "user_deleted", accessKeyId: string | null) => ({
    ...{ kind, accessKeyId, since: now },
  });
  await add({
    current,
    drift: [found("key_deactivated", current.accessKeyId), found("key_created", "AKIA1")],
  });
  await add({ current: key(1), drift: [found("key_deactivated", "AKIARESETSINCE00")] });
  await add({ drift: [found("user_deleted", null)] });
  for (const [userName, daysAgo] of [
    ["ann", 0],
    ["bob", 1.9],
    ["cid", 2],
  ] as const) {
    await addUser(userName, daysAgo);
  }
  expect((await summary()).drift).toEqual({
    ...{ key_created: 1, key_deleted: 0, key_deactivated: 1, key_reactivated: 0 },
    ...{ user_created: 2, user_deleted: 1 },
  });
});

test.each([499, 500, 501, 1_000])("all of %i connections and users are counted", async (count) => {
  const { add, addUser, ports, summary } = anOrgOf();
  for (let n = 0; n < count; n++) {
    await add();
    await addUser(`user-${n}`, 0);
  }
  const asked: number[] = [];
  const { page } = ports.connections;
  ports.connections.page = async (org, limit, after) => {
    asked.push(limit);
    return page(org, limit, after);
  };
  expect(await summary()).toMatchObject({ connections: count, drift: { user_created: count } });
  expect(asked).toHaveLength(Math.floor(count / 500) + 1);
});

describe("a summary that is kept", () => {
  test("is a minute old at the most, and its own org's", async () => {
    const { add, ports, clock, now } = anOrgOf();
    const kept = new KeptSummaries();
    const first = await kept.of(ports, "acme");
    await add();
    clock.advance(MINUTE_MS - 1);
    expect(await kept.of(ports, "acme")).toBe(first);
    expect(await kept.of(ports, "globex")).toMatchObject({ asOf: plus(now, MINUTE_MS - 1), connections: 0 });
    clock.advance(1);
    expect(await kept.of(ports, "acme")).toMatchObject({ asOf: plus(now, MINUTE_MS), connections: 1 });
  });

  test("is made anew where the clock was set back", async () => {
    const { ports, clock, now } = anOrgOf();
    const kept = new KeptSummaries();
    await kept.of(ports, "acme");
    clock.advance(-1);
    expect(await kept.of(ports, "acme")).toMatchObject({ asOf: plus(now, -1) });
  });

  test("makes room when there are a hundred", async () => {
    const { ports } = anOrgOf();
    const kept = new KeptSummaries();
    const first = await kept.of(ports, "org-0");
    for (let n = 1; n < 100; n++) await kept.of(ports, `org-${n}`);
    expect(await kept.of(ports, "org-0")).toBe(first);
    await kept.of(ports, "org-100");
    const again = await kept.of(ports, "org-0");
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
  });
});
