import { describe, expect, test } from "vitest";
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
