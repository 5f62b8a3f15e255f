import { describe, expect, test } from "vitest";
import { addConnection } from "../connection/add-connection.ts";
import { type Connection, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { type DriftScene, driftScene } from "../testing/drift-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin, warningsInto } from "../testing/memory-ports.ts";
import { aKeyCreated } from "../testing/sample-records.ts";
import { compareConnections } from "./compare-connections.ts";
import { DIFFERS } from "./differs.ts";

async function settled(): Promise<DriftScene> {
  const scene = await driftScene();
  scene.settle();
  return scene;
}

const compared = async ({ ports, record }: DriftScene) =>
  compareConnections(ports, [await record()], { inARow: 0 });

/** As many events wait as a record can hold. */
async function fill({ ports, record }: DriftScene, set: Partial<Connection> = {}): Promise<void> {
  const connection = await record();
  const outbox = Array.from({ length: OUTBOX_EVENTS_MAX }, (_, n) => aKeyCreated(connection, n + 1));
  await ports.connections.write(connection, { when: [], set: { ...set, outbox } });
}

describe("comparing connections", () => {
  test("looks once at one that is as its record says, and waits for no second look", async () => {
    const scene = await settled();
    const before = scene.clock.now();
    await compared(scene);
    expect(Date.parse(scene.clock.now()) - Date.parse(before)).toBe(scene.ports.pace.pauseMs);
  });

  test("writes nothing into a record whose outbox is full, and tells once there is room for one event", async () => {
    const scene = await settled();
    await scene.iam.deactivate(scene.user, scene.accessKeyId);
    await fill(scene);
    const before = await scene.record();
    await compared(scene);
    expect(await scene.record()).toEqual(before);
    expect(scene.warnings).toEqual([]);
    await scene.ports.connections.write(before, { when: [], set: { outbox: before.outbox.slice(1) } });
    await compared(scene);
    expect((await scene.told()).at(-1)).toBe("KeyDriftDetected");
  });

  test("forgets what a change through Keyturn has ended, however full the outbox is", async () => {
    const scene = await settled();
    const since = scene.clock.now();
    await fill(scene, { drift: [{ kind: "key_deactivated", accessKeyId: "AKIAOLD0000000001", since }] });
    await compared(scene);
    expect(await scene.record()).not.toHaveProperty("drift");
    expect(await scene.told()).toHaveLength(OUTBOX_EVENTS_MAX);
  });

  test("says what differs to an operator's log, once it is written", async () => {
    const scene = await settled();
    const keyless = await addConnection(scene.ports, anAdmin, scene.serviceId, {});
    scene.settle();
    await scene.iam.deactivate(scene.user, scene.accessKeyId);
    await scene.iam.deleteUser(keyless);
    const logged: unknown[][] = [];
    for (let day = 0; day < 2; day++) {
      const connections = await scene.ports.connections.page(anAdmin.org, 9);
      await compareConnections({ ...scene.ports, log: warningsInto(logged) }, connections, { inARow: 0 });
    }
    const { connectionId, accessKeyId } = scene;
    expect(logged).toHaveLength(2);
    expect(logged).toContainEqual([DIFFERS, { drift: "key_deactivated", connectionId, accessKeyId }]);
    const gone = { drift: "user_deleted", connectionId: keyless.connectionId, accessKeyId: "none" };
    expect(logged).toContainEqual([DIFFERS, gone]);
  });

  test("that cannot be written is one that failed, and is written by the next", async () => {
    const scene = await settled();
    await scene.iam.deactivate(scene.user, scene.accessKeyId);
    interrupt(scene.ports.connections, "write", "throttled");
    const failures = { inARow: 0 };
    await compareConnections(scene.ports, [await scene.record()], failures);
    expect([failures.inARow, await scene.told()]).toEqual([1, []]);
    expect(scene.warnings).toEqual([expect.stringContaining("the next comparison tries again")]);
    await compared(scene);
    expect(await scene.told()).toEqual(["KeyDriftDetected"]);
  });
});
