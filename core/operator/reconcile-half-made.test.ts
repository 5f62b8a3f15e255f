import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import type { Connection } from "../connection/connection.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { createService } from "../service/create-service.ts";
import { deleteService } from "../service/delete-service.ts";
import type { Service } from "../service/service.ts";
import { interrupt } from "../testing/interrupt.ts";
import type { MemoryIam } from "../testing/memory-iam.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { putBack, restoredScene } from "../testing/restored-scene.ts";
import { codeOf } from "../testing/scene.ts";

describe("what was half-made at the backup's time", () => {
  test("a connection is finished with the key its user has got since", async () => {
    const scene = await restoredScene();
    interrupt(scene.ports.provisioning, "putUserPolicy", "dies_before");
    const created = createService(scene.ports, anAdmin, {
      name: "Late",
      idempotent: { keyHash: "k", bodyHash: "b" },
    });
    expect(await codeOf(created)).toBe("died");
    const all = await scene.ports.connections.page("acme", 9);
    const then = all.find((one) => one.state === "creating") as Connection;
    scene.clock.advance(MINUTE_MS);
    const { accessKeyId } = await scene.iam.create(then);
    scene.clock.advance(10 * MINUTE_MS);
    expect((await scene.run()).counts).toMatchObject({ corrected: 1, usersWithoutRecord: 0 });
    await scene.days();
    const after = await scene.ports.connections.find(then);
    expect(after).toMatchObject({ state: "ready", current: { accessKeyId, state: "active" } });
    expect(scene.working()).toEqual([accessKeyId]);
    const { createdAt = "", rotationDueAt } = after?.current ?? {};
    expect(rotationDueAt).toBe(plus(createdAt, 180 * DAY_MS)); // and flagged then
    expect(after?.nextActionAt).toBeDefined();
  });

  test("a data service names the connection that is made once more, so that their end is its user's", async () => {
    const scene = await restoredScene();
    const { ports, iam } = scene;
    const request = { name: "Late", idempotent: { keyHash: "k", bodyHash: "b" } };
    interrupt(ports.connections, "insert", "dies_before");
    expect(await codeOf(createService(ports, anAdmin, request))).toBe("died");
    const isLate = ({ name }: Service) => name === "Late";
    const then = (await ports.services.page("acme", 9)).find(isLate) as Service;
    const { connection } = await createService(ports, anAdmin, request);
    await resetAccessKey(ports, anAdmin, connection.connectionId, { reason: "other" });
    scene.clock.advance(10 * MINUTE_MS);
    const made = (await ports.connections.find(connection)) as Connection;
    await ports.connections.erase(made, made.version);
    const ready = (await ports.services.find(then)) as Service;
    await ports.services.erase(ready, ready.version);
    await ports.services.insert(then);
    const report = await scene.run();
    expect(report).toMatchObject({ services: [], usersWithoutRecord: [{ userName: connection.userName }] });
    await scene.days();
    expect(await ports.services.find(then)).toMatchObject({
      state: "ready",
      connectionIds: [connection.connectionId],
    });
    const ended = await codeOf(deleteService(ports, anAdmin, then.serviceId, "Late"));
    expect(ended).toBe("unmanaged_key_present"); // which key that is, the portal decides: nobody was told of two
    const [user] = [iam as MemoryIam].map(({ users }) => users.get(connection.userName));
    user?.keys.splice(0);
    await deleteService(ports, anAdmin, then.serviceId, "Late");
    await scene.days();
    expect((iam as MemoryIam).users.has(connection.userName)).toBe(false);
  });

  /** A connection that its service names and that was made, with a key, after the backup. */
  async function madeLater() {
    const scene = await restoredScene();
    interrupt(scene.ports.connections, "insert", "dies_before");
    const idempotent = { keyHash: "k", bodyHash: "b" };
    const add = () => addConnection(scene.ports, anAdmin, scene.serviceId, { idempotent });
    expect(await codeOf(add())).toBe("died");
    const service = await scene.ports.services.find({ org: "acme", serviceId: scene.serviceId });
    const made = await add();
    const { accessKeyId } = await scene.iam.create(made);
    const now = (await scene.ports.connections.find(made)) as Connection;
    await scene.ports.connections.erase(now, now.version);
    scene.clock.advance(10 * MINUTE_MS);
    expect(service?.connectionIds).toContain(made.connectionId);
    const hasPolicy = () => (scene.iam as MemoryIam).users.get(made.userName)?.policy;
    return { ...scene, made, accessKeyId, hasPolicy };
  }

  test("a connection without a record is not buried with the user it has got since", async () => {
    const scene = await madeLater();
    const report = await scene.run();
    const { connectionId, userName } = scene.made;
    expect(report.services).toMatchObject([
      { serviceId: scene.serviceId, unnamedConnectionIds: [connectionId] },
    ]);
    expect(report.usersWithoutRecord).toEqual([
      {
        ...{ userName, org: "acme", connectionId },
        keys: [expect.objectContaining({ accessKeyId: scene.accessKeyId, active: true })],
      },
    ]);
    await scene.days();
    expect(scene.hasPolicy()).toBe(true);
    expect(scene.working()).toEqual([scene.accessKeyId]);
  });

  test("a tombstone whose connection was made again is not followed by its user", async () => {
    const scene = await restoredScene();
    const { accessKeyId } = await scene.reset();
    const { nextActionAt: _, ...ready } = await scene.record();
    const purgedAt = plus(scene.clock.now(), DAY_MS);
    const { current: __, ...keyless } = ready;
    await putBack(scene, { ...keyless, state: "deleted", outbox: [], nextActionAt: purgedAt });
    const report = await scene.run();
    expect(report.usersWithoutRecord).toMatchObject([{ userName: scene.userName, keys: [{ accessKeyId }] }]);
    await scene.days();
    expect(scene.iam.users.get(scene.userName)?.policy).toBe(true);
    expect((await scene.run()).usersWithoutRecord).toHaveLength(1);
  });
});
