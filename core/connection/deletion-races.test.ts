import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { takeOver } from "../key/recover-operation.ts";
import { removeAccessKey } from "../key/remove-access-key.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { presets } from "../policy/preset.ts";
import { createService } from "../service/create-service.ts";
import { deleteService } from "../service/delete-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf, DELETE_ATTEMPTS } from "../testing/scene.ts";
import { deleteConnection } from "./delete-connection.ts";

const neverRemoved = { preset: presets["cloud-dashboard"] };

/** Does something in the middle of a deletion, when it lists the keys before it begins. */
function meanwhile(
  accessKeys: { list: (...args: never[]) => Promise<unknown> },
  act: () => Promise<unknown>,
) {
  const list = accessKeys.list.bind(accessKeys) as (...args: never[]) => Promise<unknown>;
  let acted = false;
  accessKeys.list = async (...args) => {
    const listed = await list(...args);
    if (!acted) {
      acted = true;
      await act();
    }
    return listed;
  };
}

describe("where keys are never removed, a key that is created while its deletion is looked at", () => {
  test("survives the deletion of its connection", async () => {
    const scene = await aScene(neverRemoved);
    const { ports, iam, connectionId, userName, reset, working } = scene;
    meanwhile(iam, reset);
    const deletion = deleteConnection(ports, anAdmin, connectionId, userName);
    expect(await codeOf(deletion)).toBe("removal_not_allowed");
    expect(working()).toHaveLength(1);
  });

  test("survives the deletion of its data service, which stays", async () => {
    const { ports, iam, serviceId, reset, working, sweep } = await aScene(neverRemoved);
    meanwhile(iam, reset);
    expect(await codeOf(deleteService(ports, anAdmin, serviceId, "Sales data"))).toBe("removal_not_allowed");
    await sweep(2 * MINUTE_MS);
    expect(await ports.services.find({ org: "acme", serviceId })).toMatchObject({ state: "ready" });
    expect(working()).toHaveLength(1);
  });
});

describe("a reset that runs while its connection is to be deleted", () => {
  test("is waited for, and its key is not called somebody else's", async () => {
    const { ports, connectionId, userName, reset } = await aScene();
    interrupt(ports.connections, "update", "ok", "dies_before"); // taken, the key made, never committed
    expect(await codeOf(reset())).toBe("died");
    const remove = () => codeOf(deleteConnection(ports, anAdmin, connectionId, userName));
    expect(await remove()).toBe("operation_in_progress");
  });

  test("that was abandoned is recovered first, and its orphan goes with the connection", async () => {
    const { ports, iam, clock, connectionId, userName, reset } = await aScene();
    interrupt(ports.connections, "update", "ok", "dies_before");
    expect(await codeOf(reset())).toBe("died");
    clock.advance(2 * MINUTE_MS);
    await deleteConnection(ports, anAdmin, connectionId, userName);
    expect(iam.users.size).toBe(0);
  });

  test("and commits after the keys were listed is a conflict, not an unmanaged key", async () => {
    const { ports, iam, connectionId, userName, reset } = await aScene();
    const list = iam.list.bind(iam);
    iam.list = async (user) => {
      await reset(); // the record was read before: it does not know this key
      return list(user);
    };
    const code = await codeOf(deleteConnection(ports, anAdmin, connectionId, userName));
    expect(code).toBe("operation_in_progress");
  });
});

describe("a deletion sent again after its 503", () => {
  async function failedDeletion() {
    const scene = await aScene();
    await scene.reset();
    const { ports, connectionId, userName } = scene;
    const remove = () => codeOf(deleteConnection(ports, anAdmin, connectionId, userName));
    interrupt(ports.accessKeys, "delete", ...Array(DELETE_ATTEMPTS).fill("unknown"));
    expect(await remove()).toBe("unavailable");
    return { ...scene, remove };
  }

  test("is not told that it is done while the key works", async () => {
    const { remove, working, clock } = await failedDeletion();
    expect(working()).toHaveLength(1);
    clock.advance(-15_000); // the lease is still held
    expect(await remove()).toBe("unavailable");
  });

  test("goes on with it once the lease has run out, and leaves no name in the service", async () => {
    const { ports, iam, clock, serviceId, remove } = await failedDeletion();
    clock.advance(2 * MINUTE_MS);
    expect(await remove()).toBe("answered");
    expect(iam.users.size).toBe(0);
    expect(await ports.services.find({ org: "acme", serviceId })).toMatchObject({ connectionIds: [] });
  });

  test("or finished by the sweep leaves no name in the service either", async () => {
    const { ports, serviceId, sweep } = await failedDeletion();
    await sweep(2 * MINUTE_MS);
    expect(await ports.services.find({ org: "acme", serviceId })).toMatchObject({ connectionIds: [] });
  });
});

test("a removal sent again after its 503 recovers the first one and is answered", async () => {
  const { ports, clock, connectionId, reset, record } = await aScene();
  const { accessKeyId } = await reset();
  const remove = () => codeOf(removeAccessKey(ports, anAdmin, connectionId, accessKeyId));
  interrupt(ports.accessKeys, "delete", ...Array(DELETE_ATTEMPTS).fill("unknown"));
  expect(await remove()).toBe("unavailable");
  clock.advance(2 * MINUTE_MS);
  expect(await remove()).toBe("answered");
  expect((await record()).outbox.filter((event) => event.type === "KeyRemoved")).toHaveLength(1);
});

describe("when an administrator has deleted the user", () => {
  test("the connection can still be deleted", async () => {
    const { ports, iam, clock, connectionId, userName, reset } = await aScene();
    await reset();
    clock.advance(10 * MINUTE_MS);
    iam.users.delete(userName);
    expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("answered");
  });

  test("an abandoned reset is still recovered", async () => {
    const { ports, iam, clock, userName, reset, record, sweep } = await aScene();
    clock.advance(10 * MINUTE_MS);
    interrupt(ports.connections, "update", "ok", "dies_before");
    expect(await codeOf(reset())).toBe("died");
    iam.users.delete(userName);
    await sweep(2 * MINUTE_MS);
    expect((await record()).operation).toBeUndefined();
  });
});

test("a deletion that somebody quicker has taken over is not told to be done", async () => {
  const { ports, connectionId, userName, reset, working, record, clock } = await aScene();
  await reset();
  interrupt(ports.accessKeys, "delete", "dies_before");
  expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("died");
  clock.advance(2 * MINUTE_MS);
  const stale = await record();
  expect(await takeOver(ports, stale)).toBeDefined(); // the sweep's, which is still at it
  const { find } = ports.connections;
  let first = true;
  ports.connections.find = async (ref) => {
    if (!first) return find(ref);
    first = false;
    return stale; // read just before
  };
  expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("unavailable");
  expect(working()).toHaveLength(1);
});

describe("a key somebody makes while a deletion is under way", () => {
  async function heldUp() {
    const scene = await aScene();
    await scene.reset();
    scene.clock.advance(10 * MINUTE_MS);
    const { iam, ports, userName, connectionId } = scene;
    let theirs = "";
    const { deleteUser } = ports.deprovisioning;
    ports.deprovisioning.deleteUser = async (connection) => {
      if (!theirs) theirs = (await iam.create({ userName })).accessKeyId;
      return deleteUser.call(iam, connection);
    };
    const refusal = await deleteConnection(ports, anAdmin, connectionId, userName).catch((error) => error);
    const inTheWay = { code: "unmanaged_key_present", more: { params: { accessKeyIds: theirs } } };
    expect(refusal).toMatchObject(inTheWay);
    return { ...scene, theirs };
  }

  test("is reported once, and holds the deletion up until it is gone", async () => {
    const { iam, record, sweep, userName, theirs } = await heldUp();
    for (let minutes = 0; minutes < 3; minutes++) await sweep(2 * MINUTE_MS);
    const reported = (await record()).outbox.filter((event) => event.type === "UnmanagedKeyDetected");
    expect(reported.map((event) => event.data)).toMatchObject([{ accessKeyId: theirs }]);
    await iam.delete({ userName }, theirs);
    await sweep(2 * MINUTE_MS);
    expect(await record()).toMatchObject({ state: "deleted" });
    expect((await record()).outbox.map((event) => event.metadata.sequence)).toEqual([1, 2, 3, 4, 5]);
  });
});

test("a service whose deletion is taken back before it was announced is announced then", async () => {
  const { ports, iam, sweep } = await aScene(neverRemoved);
  interrupt(ports.services, "update", "dies_before");
  expect(await codeOf(createService(ports, anAdmin, { name: "Half made" }))).toBe("died");
  const all = await ports.services.page("acme", 9);
  const half = all.find((service) => service.name === "Half made");
  const { serviceId, connectionIds } = half ?? { serviceId: "", connectionIds: [] };
  const connectionId = connectionIds[0] ?? "";
  meanwhile(iam, () => resetAccessKey(ports, anAdmin, connectionId, { reason: "other" }));
  const code = await codeOf(deleteService(ports, anAdmin, serviceId, "Half made"));
  expect(code).toBe("removal_not_allowed");
  await sweep(2 * MINUTE_MS);
  const service = await ports.services.find({ org: "acme", serviceId });
  expect(service?.state).toBe("ready");
  expect(service?.outbox.map((event) => event.type)).toEqual(["ServiceCreated"]);
});
