import { describe, expect, test } from "vitest";
import { type Instant, MINUTE_MS, msBetween, plus, SECOND_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { createService } from "../service/create-service.ts";
import { deleteService } from "../service/delete-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { MemoryObjects } from "../testing/memory-objects.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aNotice, anEventOf } from "../testing/sample-notices.ts";
import { aPolicyRecord, aService, aServiceDeleted } from "../testing/sample-records.ts";
import { aScene, codeOf, sweep } from "../testing/scene.ts";
import { deleteOrg, surveyOrg } from "./delete-org.ts";
import { awaitDelivery, purgeTombstones } from "./erase-org.ts";

const LATE_ID = "01900000-0000-7000-8000-00000000ffff";

/** An org whose data services are tombstones since just now, with all that they had to tell delivered. */
async function tombstones() {
  const scene = await aScene();
  const { ports: given, clock, iam, serviceId } = scene;
  const { service } = await createService(given, anAdmin, { name: "Logs" });
  await deleteService(given, anAdmin, service.serviceId, "Logs");
  clock.advance(10 * SECOND_MS);
  await deleteService(given, anAdmin, serviceId, "Sales data");
  clock.advance(20 * SECOND_MS);
  await scene.relay();
  const ports = { ...given, users: memoryUsers(iam), objects: new MemoryObjects() };
  const said: { step: string; at: Instant }[] = [];
  const run = () =>
    deleteOrg(ports, "acme", {
      ...{ until: plus(clock.now(), 10 * MINUTE_MS), tell: (step) => said.push({ step, at: clock.now() }) },
    });
  /** How long the tombstones were waited for. */
  const waitedMs = () => msBetween(said.at(-2)?.at ?? "", said.at(-1)?.at ?? "");
  const items = async () => (await surveyOrg(ports, "acme")).items;
  /** What happens at the next sleep, before time passes. */
  const whileItSleeps = (happens: () => Promise<unknown>) => {
    const { sleep } = clock;
    clock.sleep = async (ms) => {
      clock.sleep = sleep;
      await happens();
      return clock.sleep(ms);
    };
  };
  return { ...scene, ports, run, waitedMs, items, whileItSleeps };
}

const nothing = { records: 0, history: 0, notices: 0, rest: 0 };

describe("tombstones of an org that is deleted", () => {
  test("stay for a minute after the last of them was made, and no longer", async () => {
    const { run, waitedMs, items } = await tombstones();
    expect(await run()).toEqual([]);
    expect(waitedMs()).toBe(MINUTE_MS - 20 * SECOND_MS);
    expect(await items()).toEqual(nothing);
  });

  test("are not waited for when they are old", async () => {
    const { run, waitedMs, clock } = await tombstones();
    clock.advance(MINUTE_MS);
    await run();
    expect(waitedMs()).toBe(0);
  });

  test("that a sweep has taken away meanwhile are no error", async () => {
    const world = await tombstones();
    world.whileItSleeps(() => sweep(world, 3 * 24 * 60 * MINUTE_MS));
    expect(await world.run()).toEqual([]);
    expect(await world.items()).toEqual(nothing);
  });

  test("that a sweep changes at the same time are no error", async () => {
    const { ports } = await tombstones();
    const service = aService("acme", { state: "deleted" });
    await ports.services.insert({ ...service, outbox: [aServiceDeleted(service, 1)] });
    const { find } = ports.services;
    ports.services.find = async (ref) => {
      const found = await find(ref);
      if (found) await ports.services.update(found, { when: [], set: { nextActionAt: ports.clock.now() } });
      return found;
    };
    expect(await purgeTombstones(ports, "acme")).toEqual([]);
  });

  test("are not taken for those of what has come since: that keeps its user", async () => {
    const { ports, run, relay, iam, clock } = await tombstones();
    const { undelivered } = ports.orgItems;
    ports.orgItems.undelivered = async (...asked) => {
      ports.orgItems.undelivered = undelivered;
      await createService(ports, anAdmin, { name: "Come back" });
      await relay();
      clock.advance(MINUTE_MS);
      return undelivered(...asked);
    };
    const left = await run();
    expect(left).toMatchObject([{ of: "acme" }, { of: expect.stringContaining("kt-") }]);
    expect(await ports.connections.page("acme", 9)).toMatchObject([{ state: "ready" }]);
    expect(await ports.services.page("acme", 9)).toMatchObject([{ state: "ready" }]);
    expect(iam.users.size).toBe(1);
  });

  test("stay with the history, and are named, while their users cannot be taken away", async () => {
    const { run, iam, items, connectionId } = await tombstones();
    interrupt(iam, "deleteUser", "denied");
    const { history } = await items();
    expect(await run()).toEqual([{ of: connectionId, error: expect.stringContaining("denied") }]);
    expect(await items()).toMatchObject({ records: 2, history });
    expect(await run()).toEqual([]);
    expect(await items()).toEqual(nothing);
  });

  test("are gone on with after the process died at one of them", async () => {
    const { run, iam, items } = await tombstones();
    interrupt(iam, "deleteUser", "dies_before");
    expect(await codeOf(run())).toBe("died");
    expect(await run()).toEqual([]);
    expect(await items()).toEqual(nothing);
  });
});

describe("the last events of an org that is deleted", () => {
  test("are waited for before a tombstone goes", async () => {
    const { ports, bus, run, items } = await tombstones();
    bus.publish = async () => {
      throw new CallFailed("PutEvents", "unknown");
    };
    await ports.policies.insert(aPolicyRecord("acme", { outbox: [anEventOf("KeyCreated")] }));
    const before = await items();
    expect(await run()).toMatchObject([{ error: expect.stringContaining("1 events to deliver") }]);
    expect(await items()).toEqual(before);
  });

  test("keep the history, while a notice that was made last is not told", async () => {
    const { ports, run, items, whileItSleeps } = await tombstones();
    const { history } = await items();
    whileItSleeps(() => ports.notices.insert(aNotice("acme", LATE_ID, "nightly")));
    expect(await run()).toMatchObject([{ error: expect.stringContaining("events to deliver") }]);
    expect(await items()).toMatchObject({ records: 0, history, notices: 1 });
  });

  test("are erased, too, when a second relay puts them into the history within a minute", async () => {
    const { ports, clock, relay, run, items, whileItSleeps } = await tombstones();
    await run();
    const event = anEventOf("KeyCreated");
    await ports.policies.insert(aPolicyRecord("acme", { outbox: [event] }));
    const putsAt = plus(clock.now(), 50 * SECOND_MS);
    const { sleep } = clock;
    whileItSleeps(async () => {
      await relay();
      clock.sleep = async (ms) => {
        await sleep.call(clock, ms);
        const late = { ...event, metadata: { ...event.metadata, eventId: LATE_ID } };
        if (clock.now() >= putsAt) await ports.journal.putIfAbsent(late);
        if (clock.now() >= putsAt) clock.sleep = sleep;
      };
    });
    expect(await run()).toEqual([]);
    expect(clock.now() > putsAt).toBe(true);
    expect(await items()).toEqual(nothing);
  });

  test("are not waited for when only the index still names them", async () => {
    const { ports, clock } = await tombstones();
    const keys = [{ pk: "acme", sk: "POLICY" }];
    const orgItems = { ...ports.orgItems, undelivered: async () => ({ keys }) };
    const until = plus(clock.now(), MINUTE_MS);
    expect(await awaitDelivery({ ...ports, orgItems }, "acme", until)).toEqual([]);
    expect(clock.now() < until).toBe(true);
  });
});
