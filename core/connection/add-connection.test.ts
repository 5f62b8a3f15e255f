import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { idempotentRequest } from "../key/idempotency.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { addConnection, type FurtherConnection } from "./add-connection.ts";
import { deleteConnection } from "./delete-connection.ts";

const withKey = (key: string, body: object = {}) => ({ idempotent: idempotentRequest("user-1", key, body) });

async function aService() {
  const scene = await aScene();
  const add = (request: FurtherConnection = {}) =>
    addConnection(scene.ports, anAdmin, scene.serviceId, request);
  const named = async () =>
    (await scene.ports.services.find({ org: "acme", serviceId: scene.serviceId }))?.connectionIds ?? [];
  return { ...scene, add, named };
}

describe("adding a connection", () => {
  test("makes another user for the service's folder, in the region asked for", async () => {
    const { iam, connectionId, record, add, named } = await aService();
    const added = await add({ region: "eu-central-1" });
    expect(added).toMatchObject({ state: "ready", region: "eu-central-1", folder: (await record()).folder });
    expect(await named()).toEqual([connectionId, added.connectionId]);
    expect([...iam.users.keys()]).toEqual([(await record()).userName, added.userName]);
  });

  test("a tenth is made, an eleventh is not", async () => {
    const { iam, add, named } = await aService();
    for (let count = 2; count <= 10; count++) await add();
    expect(await codeOf(add())).toBe("connection_limit_reached");
    expect(await named()).toHaveLength(10);
    expect(iam.users.size).toBe(10);
  });

  test("of many at once none gets past the limit", async () => {
    const { add, named } = await aService();
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(add())));
    expect(codes.filter((code) => code === "answered")).toHaveLength(9);
    expect(await named()).toHaveLength(10);
  });

  test("makes room again when one is deleted", async () => {
    const { ports, add } = await aService();
    for (let count = 3; count <= 10; count++) await add();
    const last = await add();
    await deleteConnection(ports, anAdmin, last.connectionId, last.userName);
    expect(await codeOf(add())).toBe("answered");
  });

  test("with the same Idempotency-Key answers the same one; with another body it is refused", async () => {
    const { add, named } = await aService();
    const added = await add(withKey("k1"));
    expect(await add(withKey("k1"))).toEqual(added);
    expect(await codeOf(add(withKey("k1", { region: "eu-central-1" })))).toBe("idempotency_key_reused");
    expect(await named()).toHaveLength(2);
  });

  test("that died is finished by its retry or by the sweep, and leaves nothing unnamed", async () => {
    const places = [
      ["services", "update"],
      ["connections", "insert"],
      ["provisioning", "createUser"],
      ["connections", "update"],
    ] as const;
    for (const [port, method] of places) {
      for (const how of ["dies_before", "dies_after"] as const) {
        const { ports, iam, add, named, sweep } = await aService();
        interrupt<object>(ports[port], method as never, how);
        expect(await codeOf(add(withKey("k1")))).toBe("died");
        await sweep(MINUTE_MS);
        const live = (await ports.connections.page("acme", 9)).filter((one) => one.state !== "deleted");
        expect(live.map((one) => one.state)).toEqual(live.map(() => "ready"));
        expect((await named()).sort()).toEqual(live.map((one) => one.connectionId).sort());
        expect([...iam.users.keys()].sort()).toEqual(live.map((one) => one.userName).sort());
      }
    }
  });

  test("that is only slow does not make what the sweep has given up", async () => {
    const { ports, iam, add, named, sweep } = await aService();
    const insert = ports.connections.insert;
    ports.connections.insert = async (connection) => {
      ports.connections.insert = insert;
      await sweep(MINUTE_MS);
      return insert(connection);
    };
    expect(await codeOf(add())).toBe("not_found");
    expect(await named()).toHaveLength(1);
    expect(iam.users.size).toBe(1);
  });
});
