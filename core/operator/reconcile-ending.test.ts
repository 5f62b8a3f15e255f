import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { LEASE_MS } from "../key/operation.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { putBack, restoredScene } from "../testing/restored-scene.ts";
import { codeOf } from "../testing/scene.ts";
import { reconcile } from "./reconcile.ts";

describe("a deletion that had begun before the backup", () => {
  async function deleting() {
    const scene = await restoredScene();
    const { ports, connectionId, userName } = scene;
    await scene.reset();
    interrupt(scene.iam, "delete", "dies_before");
    expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("died");
    scene.clock.advance(10 * MINUTE_MS);
    return scene;
  }

  test("goes on as it was asked for, behind every number that was used since, and is no correction", async () => {
    const { run, record, clock, iam, userName, days } = await deleting();
    const [before, madeAt] = [await record(), clock.now()];
    const floor = Date.parse(madeAt) / 1_000;
    const report = await run({ madeAt });
    expect(report).toMatchObject({ connections: [], failures: [], usersWithoutRecord: [] });
    expect(report.counts).toMatchObject({ unchanged: 0, corrected: 0, emptied: 0 });
    const after = await record();
    expect(after).toEqual({ ...before, sequence: floor, version: before.version + 1 });
    await run({ madeAt });
    expect(await record()).toEqual(after);
    await days();
    expect(iam.users.has(userName)).toBe(false);
    expect(await record()).toMatchObject({ state: "deleted", sequence: floor + 2 });
  });

  test("is not written when the command only looks", async () => {
    const { run, record, clock } = await deleting();
    const before = await record();
    await run({ write: false, madeAt: clock.now() });
    expect(await record()).toEqual(before);
  });

  test("is not written over, when somebody changes it meanwhile", async () => {
    const { run, record, ports, connectionId, clock } = await deleting();
    const { sequence } = await record();
    const { find } = ports.connections;
    ports.connections.find = async (ref) => {
      const found = await find(ref);
      await ports.connections.update(ref, { when: [] });
      return found;
    };
    expect((await run({ madeAt: clock.now() })).failures).toMatchObject([{ of: connectionId }]);
    expect((await record()).sequence).toBe(sequence);
  });

  test("stays where it is when the user has got a key since: it was made again under its id", async () => {
    const { run, record, clock, iam, ports, ref, connectionId, userName, days } = await deleting();
    const user = iam.users.get(userName);
    user?.keys.splice(0); // the deletion was done, and its tombstone went
    clock.advance(3 * DAY_MS);
    const known = await iam.create({ userName });
    await ports.connections.update(ref, { when: [], set: { unmanagedIds: [known.accessKeyId] } });
    const before = await record();
    const { accessKeyId } = await iam.create({ userName });
    clock.advance(DAY_MS);
    const look = await run({ write: false });
    expect(await record()).toEqual(before);
    const { usersWithoutRecord, connections, failures } = await run();
    expect(usersWithoutRecord).toMatchObject([{ userName, keys: [{}, { accessKeyId }] }]);
    expect([look.usersWithoutRecord, connections, failures]).toEqual([usersWithoutRecord, [], []]);
    await days();
    expect(user).toMatchObject({ policy: true, keys: [{}, { accessKeyId }] });
    // Whoever wants it gone all the same says so once more.
    user?.keys.splice(0);
    await deleteConnection(ports, anAdmin, connectionId, userName);
    expect(await record()).toMatchObject({ state: "deleted" });
  });

  test("goes on while it waits for a key that it knows to be somebody else's, or for one it has to delete", async () => {
    const { run, record, clock, iam, userName, ports, ref } = await deleting();
    const { accessKeyId } = await iam.create({ userName });
    await ports.connections.update(ref, { when: [], set: { unmanagedIds: [accessKeyId] } });
    clock.advance(DAY_MS);
    expect((await run()).usersWithoutRecord).toEqual([]);
    expect(await record()).toHaveProperty("nextActionAt");
  });

  test("is left alone while the deployment runs", async () => {
    const scene = await restoredScene();
    const { ports, connectionId, userName, iam } = scene;
    interrupt(iam, "delete", "dies_before");
    await scene.reset();
    expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("died");
    scene.clock.advance(SECOND_MS);
    await iam.create({ userName });
    const before = await scene.record();
    expect((await scene.run()).failures).toMatchObject([{ of: connectionId }]);
    expect(await scene.record()).toEqual(before);
  });

  test("of a customer's connection goes on likewise", async () => {
    const { ports, connectionId, record, secrets, iam, clock, sweep } = await customerScene();
    const { userName } = await record();
    interrupt(secrets, "delete", "dies_before");
    expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("died");
    clock.advance(LEASE_MS);
    const before = await record();
    const [cellIds, preferred] = [["main"], new Map<string, string>()];
    await reconcile({ ...ports, users: memoryUsers(iam) }, { cellIds, preferred, write: true });
    expect((await record()).operation).toEqual(before.operation);
    await sweep(LEASE_MS);
    expect(await record()).toMatchObject({ state: "deleted" });
  });
});

describe("a tombstone", () => {
  /** The connection was deleted before the backup; what its user is like now, a test says. */
  async function aTombstone(change: Partial<Connection> = {}) {
    const scene = await restoredScene();
    const nextActionAt = plus(scene.clock.now(), DAY_MS);
    await putBack(scene, {
      ...(await scene.record()),
      state: "deleted",
      outbox: [],
      nextActionAt,
      ...change,
    });
    return scene;
  }

  test("without a user ends at its time, as it would have", async () => {
    const { run, record, iam, days } = await aTombstone();
    iam.users.clear();
    const before = await record();
    expect(await run()).toMatchObject({ failures: [], usersWithoutRecord: [] });
    expect(await record()).toEqual(before);
    await days();
    expect(await record()).toBeUndefined();
  });

  test("with a user that has no key ends with it", async () => {
    const { run, record, iam, userName, days } = await aTombstone();
    expect(await run()).toMatchObject({ failures: [], usersWithoutRecord: [] });
    await days();
    expect([await record(), iam.users.has(userName)]).toEqual([undefined, false]);
  });

  test("of an adopted user ends at its time, and that user keeps what it has", async () => {
    const scene = await aTombstone({ adoptedAt: "2026-01-01T00:00:00.000Z" });
    const { accessKeyId } = await scene.iam.create(scene);
    const before = await scene.record();
    expect((await scene.run()).usersWithoutRecord).toEqual([]); // it has one, until then
    expect(await scene.record()).toEqual(before);
    expect(scene.iam.works(accessKeyId)).toBe(true);
  });

  test("whose user has a key is not written when the command only looks, and but once when it writes", async () => {
    const { run, record, iam, userName } = await aTombstone();
    await iam.create({ userName });
    const before = await record();
    expect((await run({ write: false })).usersWithoutRecord).toMatchObject([{ userName }]);
    expect(await record()).toEqual(before);
    await run();
    const after = await record();
    expect(after).not.toHaveProperty("nextActionAt");
    expect((await run()).usersWithoutRecord).toMatchObject([{ userName }]);
    expect(await record()).toEqual(after);
  });

  test("whose user has a key is not written over, when somebody changes it meanwhile", async () => {
    const { run, record, iam, ports, connectionId, userName } = await aTombstone();
    await iam.create({ userName });
    const { find } = ports.connections;
    ports.connections.find = async (ref) => {
      const found = await find(ref);
      await ports.connections.update(ref, { when: [] });
      return found;
    };
    const { nextActionAt } = await record();
    expect((await run()).failures).toMatchObject([{ of: connectionId }]);
    expect((await record()).nextActionAt).toBe(nextActionAt);
  });

  test("of a customer's stays for good: its end would take a secret that may have been given since", async () => {
    const scene = await customerScene();
    const { ports, iam, ref, record, secrets, first } = scene;
    const { current: _, ...then } = await record();
    const nextActionAt = plus(scene.clock.now(), DAY_MS);
    await putBack(scene, { ...then, state: "deleted", outbox: [], nextActionAt });
    const [cellIds, preferred] = [["main"], new Map<string, string>()];
    await reconcile({ ...ports, users: memoryUsers(iam) }, { cellIds, preferred, write: true });
    await scene.days(3);
    expect(await record()).toMatchObject({ state: "deleted" });
    expect(secrets.currentKey(ref)).toBe(first.accessKeyId);
  });
});
