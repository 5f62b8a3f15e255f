import { describe, expect, test } from "vitest";
import { CallFailed } from "../errors.ts";
import { createService } from "../service/create-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { inTheMiddle, restoredScene } from "../testing/restored-scene.ts";
import { codeOf } from "../testing/scene.ts";

describe("what reconciling reports", () => {
  test("a connection whose user is gone, so that its service can be deleted", async () => {
    const scene = await restoredScene();
    await scene.reset();
    scene.iam.users.clear();
    const report = await scene.run();
    expect(report.counts).toMatchObject({ emptied: 1, usersMissing: 1 });
    expect(report.connections).toMatchObject([{ userMissing: true, serviceId: scene.serviceId }]);
  });

  test("a record that fails, and goes on with the others", async () => {
    const scene = await inTheMiddle();
    await createService(scene.ports, anAdmin, { name: "Another" });
    const { update } = scene.ports.connections;
    let calls = 0;
    scene.ports.connections.update = async (ref, patch) => {
      if (++calls === 1) await update(ref, { when: [], set: { serviceName: "Renamed meanwhile" } });
      return update(ref, patch);
    };
    const report = await scene.run({ madeAt: scene.clock.now() });
    expect(report.failures).toEqual([
      { of: expect.stringMatching(/^con_/), error: expect.stringContaining("Is the deployment stopped?") },
    ]);
    expect(report.gaveUp).toBe(false);
    expect((await scene.run()).failures).toEqual([]);
  });

  test("an operation that is under way now, and leaves it alone", async () => {
    const scene = await restoredScene();
    interrupt(scene.iam, "create", "dies_before");
    expect(await codeOf(scene.reset())).toBe("died");
    const before = await scene.record();
    expect((await scene.run()).failures).toMatchObject([
      { error: expect.stringContaining("Is the deployment stopped?") },
    ]);
    expect(await scene.record()).toEqual(before);
  });

  test.each([
    ["a call that AWS refused, by its name", new CallFailed("GetItem", "denied"), /^GetItem: denied$/],
    [
      "any other error by its name alone: its words may hold what is recorded",
      new TypeError("x"),
      /TypeError\)/,
    ],
    ["what is no error at all", "x", /cannot be read/],
  ])("%s", async (_, error, words) => {
    const { ports, run, connectionId } = await restoredScene();
    ports.connections.find = () => Promise.reject(error);
    const { failures, usersWithoutRecord } = await run();
    expect(failures).toEqual([{ of: connectionId, error: expect.stringMatching(words) }]);
    expect(failures[0]?.error).not.toContain("Is the deployment stopped?");
    expect(failures[0]?.error).not.toMatch(/\bx\b/);
    expect(usersWithoutRecord).toEqual([]); // it has a record, if an unreadable one
  });

  test("a connection whose user is gone with both keys of a staged reset", async () => {
    const scene = await restoredScene();
    await scene.reset();
    await scene.reset({ mode: "staged" });
    scene.iam.users.clear();
    const report = await scene.run();
    expect(report).toMatchObject({ counts: { emptied: 1, usersMissing: 1, unmanagedKeys: 0 }, failures: [] });
    const after = await scene.record();
    expect([after.current, after.retiring, after.nextActionAt]).toEqual([undefined, undefined, undefined]);
  });

  test("every connection, however many pages of records there are", async () => {
    const { ports, run } = await restoredScene();
    for (const name of ["B", "C", "D"]) await createService(ports, anAdmin, { name });
    expect(await run()).toMatchObject({ counts: { unchanged: 4, usersWithoutRecord: 0 }, services: [] });
  });

  test("nothing of records that are gone by the time they are read", async () => {
    const { ports, run } = await restoredScene();
    ports.connections.find = async () => undefined;
    ports.services.find = async () => undefined;
    expect(await run()).toMatchObject({ connections: [], services: [], failures: [] });
  });

  test("that it gave up, when everything fails", async () => {
    const scene = await restoredScene();
    scene.ports.allRecords.page = async () => ({
      records: Array.from({ length: 500 }, () => ({ kind: "connection" as const, ...scene.ref })),
    });
    interrupt(scene.ports.connections, "find", ...Array.from({ length: 500 }, () => "denied" as const));
    const report = await scene.run();
    expect(report).toMatchObject({ gaveUp: true, counts: { failures: 100 } });
  });
});
