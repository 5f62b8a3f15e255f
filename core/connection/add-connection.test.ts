import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { idempotentRequest } from "../key/idempotency.ts";
import type { Service } from "../service/service.ts";
import { anAdoption, aRow } from "../testing/adoption-scene.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { addConnection, type FurtherConnection } from "./add-connection.ts";
import { deleteConnection } from "./delete-connection.ts";
import { USERS_PER_CELL_MAX } from "./provisioning.ts";

const withKey = (key: string, body: object = {}) => ({ idempotent: idempotentRequest("user-1", key, body) });

async function aService() {
  const scene = await aScene();
  const add = (request: FurtherConnection = {}) =>
    addConnection(scene.ports, anAdmin, scene.serviceId, request);
  const named = async () =>
    (await scene.ports.services.find({ org: "acme", serviceId: scene.serviceId }))?.connectionIds ?? [];
  const remove = ({ connectionId, userName }: Awaited<ReturnType<typeof add>>) =>
    deleteConnection(scene.ports, anAdmin, connectionId, userName);
  return { ...scene, add, named, remove };
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
    await expect(add()).rejects.toMatchObject({
      ...{ code: "connection_limit_reached", detail: "A data service has at most 10 connections." },
      more: { params: { max: 10 } },
    });
    expect(await named()).toHaveLength(10);
    expect(iam.users.size).toBe(10);
  });

  test("of many at once none gets past the limit", async () => {
    const { add, named } = await aService();
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(add())));
    expect(codes.filter((code) => code === "answered")).toHaveLength(9);
    expect(await named()).toHaveLength(10);
  });

  test("makes room again when one is deleted, and the others stay", async () => {
    const { add, named, remove } = await aService();
    for (let count = 3; count <= 10; count++) await add();
    const others = await named();
    await remove(await add());
    expect(await named()).toEqual(others);
    expect(await codeOf(add())).toBe("answered");
  });

  test("with the same Idempotency-Key answers the same one; with another body it is refused", async () => {
    const { add, named } = await aService();
    const added = await add(withKey("k1"));
    expect(await add(withKey("k1"))).toEqual(added);
    expect(await codeOf(add(withKey("k1", { region: "eu-central-1" })))).toBe("idempotency_key_reused");
    expect(await named()).toHaveLength(2);
  });

  test("of two at once with the same Idempotency-Key one is made; with different bodies one is refused", async () => {
    const { add, named } = await aService();
    const [one, same] = await Promise.all([add(withKey("k1")), add(withKey("k1"))]);
    expect(same).toEqual(one);
    const different = [add(withKey("k2")), add(withKey("k2", { region: "eu-central-1" }))];
    const codes = await Promise.all(different.map(codeOf));
    expect(codes.sort()).toEqual(["answered", "idempotency_key_reused"]);
    expect(await named()).toHaveLength(3);
  });

  test("that is sent again once the connection was deleted brings nothing back", async () => {
    const { add, named, remove } = await aService();
    await remove(await add(withKey("k1")));
    const others = await named();
    expect(await codeOf(add(withKey("k1")))).toBe("not_found");
    expect(await named()).toEqual(others);
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
    beforeNext(ports.connections, "insert", () => sweep(MINUTE_MS));
    expect(await codeOf(add())).toBe("not_found");
    expect(await named()).toHaveLength(1);
    expect(iam.users.size).toBe(1);
  });
});

describe("no connection is added", () => {
  test("to a data service whose bucket is the customer's own", async () => {
    const { ports, iam, serviceId } = await customerScene();
    const added = addConnection(ports, anAdmin, serviceId, { region: "us-east-1" });
    expect(await codeOf(added)).toBe("customer_managed");
    expect(iam.users.size).toBe(0);
  });

  test("to one that was adopted", async () => {
    const { ports, iam, adopt, connectionOf } = anAdoption();
    iam.addUser("s3-sales", "/portal/");
    await adopt([aRow("s3-sales")]);
    const { serviceId } = await connectionOf("s3-sales");
    await expect(addConnection(ports, anAdmin, serviceId, {})).rejects.toMatchObject({
      code: "adopted_service",
      detail: "The data service was adopted: Keyturn makes no further users for its folder.",
    });
    expect([...iam.users.keys()]).toEqual(["s3-sales"]);
  });

  test.each(["creating", "deleting"] as const)("to one that is %s", async (state) => {
    const { ports, serviceId, add, named } = await aService();
    const before = await named();
    await ports.services.update({ org: "acme", serviceId }, { when: [], set: { state } });
    await expect(add()).rejects.toMatchObject({
      ...{ code: "service_not_ready", detail: `The data service is ${state}.` },
      more: { params: { state }, retryAfterSeconds: 5 },
    });
    expect(await named()).toEqual(before);
  });

  test("to one that goes meanwhile", async () => {
    const { ports, iam, serviceId, add } = await aService();
    iam.countUsers = async () => {
      const service = (await ports.services.find({ org: "acme", serviceId })) as Service;
      await ports.services.erase(service, service.version);
      return 1;
    };
    const gone = { code: "not_found", detail: "There is no such data service." };
    await expect(add()).rejects.toMatchObject(gone);
    expect(iam.users.size).toBe(1);
  });

  test("in a region that is not enabled", async () => {
    const { add } = await aService();
    await expect(add({ region: "ap-south-1" })).rejects.toMatchObject({
      ...{ code: "region_not_enabled", detail: "The region is not enabled here." },
      more: { params: { region: "ap-south-1" } },
    });
  });

  test("in an account that is full of users, while what was made before is still answered", async () => {
    const { iam, add, named } = await aService();
    iam.countUsers = async () => USERS_PER_CELL_MAX - 1;
    const last = await add(withKey("k1"));
    iam.countUsers = async () => USERS_PER_CELL_MAX;
    await expect(add()).rejects.toMatchObject({
      ...{ code: "capacity_exhausted", detail: "No further storage can be set up at the moment." },
      more: { retryAfterSeconds: 3600 },
    });
    expect(await add(withKey("k1"))).toEqual(last);
    expect(await named()).toHaveLength(2);
  });
});
