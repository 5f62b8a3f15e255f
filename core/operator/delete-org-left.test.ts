import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import { orgIdOf } from "../org/org.ts";
import { MemoryObjects } from "../testing/memory-objects.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { memoryWorld, testDeployment } from "../testing/memory-ports.ts";
import { aNotice, anEventOf } from "../testing/sample-notices.ts";
import { aPolicyRecord, aService } from "../testing/sample-records.ts";
import { deleteOrg, hasObjects } from "./delete-org.ts";
import { eraseItems } from "./erase-org.ts";
import type { OrgPart } from "./org-items.ts";

const BUCKET = testDeployment.buckets[0]?.bucket ?? "";
const EVENT_ID = "01900000-0000-7000-8000-000000000001";

/** An org of which there is history alone, and an operator who deletes it with its objects. */
async function anOldOrg() {
  const world = memoryWorld();
  const { clock, iam } = world;
  const ports = { ...world.ports, users: memoryUsers(iam), objects: new MemoryObjects() };
  await ports.journal.putIfAbsent(anEventOf("KeyCreated"));
  const run = () => {
    const until = plus(clock.now(), 10 * MINUTE_MS);
    return deleteOrg(ports, "acme", { until, tell: () => {}, objects: true });
  };
  const history = async () => (await ports.journal.ofOrg("acme", { limit: 9 })).length;
  return { ...world, ports, run, history };
}

type Ports = Awaited<ReturnType<typeof anOldOrg>>["ports"];
const comes: Record<OrgPart, (ports: Ports) => Promise<unknown>> = {
  records: ({ services }) => services.insert(aService("acme")),
  history: ({ journal }) => journal.putIfAbsent(anEventOf("KeyCreated")),
  notices: ({ notices }) => notices.insert(aNotice("acme", EVENT_ID, "nightly")),
  rest: ({ policies }) => policies.insert(aPolicyRecord("acme")),
};

describe("the deletion of an org says what is left", () => {
  test.each([
    ["records", "1 records and 0 entries"],
    ["history", "0 records and 1 entries"],
    ["notices", "0 records and 1 entries"],
    ["rest", "0 records and 1 entries"],
  ] as const)("when of its %s something has come once all was erased", async (part, said) => {
    const { ports, run } = await anOldOrg();
    const { page } = ports.orgItems;
    ports.orgItems.page = async (org, asked, after) => {
      if (asked === "records") await comes[part](ports); // they are counted after the last erasure alone
      return page(org, asked, after);
    };
    expect(await run()).toEqual([{ of: "acme", error: expect.stringContaining(said) }]);
  });

  test("with every key of a user that no record names", async () => {
    const { iam, run } = await anOldOrg();
    await iam.createUser({ userName: "kt-left", org: "acme" });
    const made = [await iam.create({ userName: "kt-left" }), await iam.create({ userName: "kt-left" })];
    const ids = made.map(({ accessKeyId }) => accessKeyId).join(", ");
    expect(await run()).toEqual([{ of: "kt-left", error: expect.stringContaining(`: ${ids}`) }]);
  });

  test("when such a user has no key", async () => {
    const { iam, run } = await anOldOrg();
    await iam.createUser({ userName: "kt-left", org: "acme" });
    expect(await run()).toEqual([{ of: "kt-left", error: expect.stringContaining("none") }]);
  });

  test("and not a user that IAM still lists, but that is gone", async () => {
    const { ports, run } = await anOldOrg();
    ports.users.page = async () => ({ userNames: ["kt-gone"] });
    expect(await run()).toEqual([]);
  });

  test.each(["put", "begin"] as const)(
    "and keeps its history, when after its objects were deleted somebody did %s one",
    async (write) => {
      const { ports, run, history, clock } = await anOldOrg();
      await ports.policies.insert(aPolicyRecord("acme", { outbox: [anEventOf("KeyCreated")] }));
      const { sleep } = clock;
      clock.sleep = async (ms) => {
        clock.sleep = sleep;
        ports.objects[write](BUCKET, `${orgIdOf("acme")}/late.csv`); // a key works for seconds after it was deleted
        await ports.outboxes.trim({ pk: "acme", sk: "POLICY" }, EVENT_ID, 1);
        return clock.sleep(ms);
      };
      const of = `s3://${BUCKET}/${orgIdOf("acme")}/`;
      expect(await run()).toEqual([{ of, error: expect.stringContaining("run this again") }]);
      expect(await history()).toBe(1);
      expect(await run()).toEqual([]);
      expect([await hasObjects(ports, "acme"), await history()]).toEqual([false, 0]);
    },
  );
});

describe("the history of an org that is deleted", () => {
  test("is looked for again: its index shows an entry a little after it was put", async () => {
    const { ports, clock, run, history } = await anOldOrg();
    await ports.policies.insert(aPolicyRecord("acme"));
    const shownAt = plus(clock.now(), SECOND_MS);
    const { page } = ports.orgItems;
    ports.orgItems.page = async (org, part, after) =>
      part === "history" && clock.now() < shownAt ? { keys: [] } : page(org, part, after);
    expect(await run()).toEqual([]);
    expect(await history()).toBe(0);
  });

  test("is given up, and that is said, while somebody makes more of it all the time", async () => {
    const { ports } = await anOldOrg();
    const { erase } = ports.orgItems;
    ports.orgItems.erase = async (keys) => {
      await erase(keys);
      await comes.history(ports);
    };
    expect(await eraseItems(ports, "acme")).toEqual([
      { of: "acme", error: expect.stringContaining("somebody") },
    ]);
  });
});
