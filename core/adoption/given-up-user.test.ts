import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { reconcile } from "../operator/reconcile.ts";
import { deleteService } from "../service/delete-service.ts";
import { anAdoption, aRow } from "../testing/adoption-scene.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf, relay, sweep, sweepForDays } from "../testing/scene.ts";

/** A user with a managed key and a spared one. */
async function adopted() {
  const world = anAdoption();
  const [managed = "", spared = ""] = world.iam.addUser("s3-sales", "/portal/", [400, 3], "acme");
  await world.adopt([aRow("s3-sales", { accessKeyId: managed })]);
  return { ...world, managed, spared, connection: await world.connectionOf("s3-sales") };
}

describe("a user that is given up", () => {
  test.each([
    ["before its effect", false],
    ["after its effect", true],
  ])(
    "by a deletion that dies at any call, %s, stays with its policy and its spared key",
    async (_, after) => {
      for (let call = 0, more = true; more; call++) {
        const world = await adopted();
        const { ports, iam, managed, spared, connection } = world;
        const dying = dyingPorts(ports, { call, after }, ["claims", "deprovisioning"]);
        await codeOf(deleteService(dying.ports, anAdmin, connection.serviceId, connection.serviceName));
        more = dying.calls() > call;
        for (let pass = 0; pass < 3; pass++) await sweep(world, 2 * MINUTE_MS);
        const service = await ports.services.find(connection);
        if (service?.state === "ready") continue; // it died before it had begun
        expect([iam.works(managed), iam.works(spared)], `call ${call}`).toEqual([false, true]);
        await relay(world);
        await sweepForDays(world);
        expect(iam.users.get("s3-sales"), `call ${call}`).toMatchObject({ policy: true, keys: [{}] });
        expect(await ports.claims.find({ cellId: "main", userName: "s3-sales" })).toBeUndefined();
        expect(await ports.services.page(anAdmin.org, 9)).toEqual([]);
      }
    },
  );
});

describe("after a restore from a backup", () => {
  const restored = async (world: Awaited<ReturnType<typeof adopted>>) => {
    const ports = { ...world.ports, users: memoryUsers(world.iam) };
    return reconcile(ports, { write: true, preferred: new Map(), cellIds: ["main"] });
  };

  test("an adopted connection is as it was, and its user no stray", async () => {
    const world = await adopted();
    const { managed, spared, connectionOf } = world;
    const report = await restored(world);
    expect(report).toMatchObject({ failures: [], usersWithoutRecord: [], counts: { unchanged: 1 } });
    expect(await connectionOf("s3-sales")).toMatchObject({
      ...{ current: { accessKeyId: managed }, unmanagedIds: [spared] },
    });
  });

  test("one that was reset since has the new key, and the spared one is not taken for it", async () => {
    const world = await adopted();
    const { ports, iam, connection, spared, clock } = world;
    iam.users.get("s3-sales")?.keys.splice(1, 1);
    clock.advance(60 * MINUTE_MS);
    const issued = await resetAccessKey(ports, anAdmin, connection.connectionId, { reason: "other" });
    const backup = { ...connection, version: 99 };
    const find = ports.connections.find.bind(ports.connections);
    const now = await find(connection);
    ports.connections.find = async () => ({ ...backup, version: now?.version ?? 0 });
    iam.users.get("s3-sales")?.keys.push({
      ...{ accessKeyId: spared, active: true, createdAt: clock.now(), use: null },
    });
    const report = await restored(world);
    expect(report.connections).toMatchObject([{ accessKeyId: issued.accessKeyId, outcome: "corrected" }]);
  });

  test("the tombstone of one that was given up goes in its time, whatever keys the user has", async () => {
    const world = await adopted();
    const { ports, connection } = world;
    await deleteService(ports, anAdmin, connection.serviceId, connection.serviceName);
    await restored(world);
    await relay(world);
    await sweepForDays(world);
    expect(await ports.connections.page(anAdmin.org, 9)).toEqual([]);
  });
});
