import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { presets } from "../policy/preset.ts";
import { afterNext, beforeNext, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";

async function aKeyedService(deployment = {}) {
  const scene = await aScene(deployment);
  const { accessKeyId } = await scene.reset();
  const remove = (confirm?: string) => deleteService(scene.ports, anAdmin, scene.serviceId, confirm);
  const service = () => scene.ports.services.find({ org: "acme", serviceId: scene.serviceId });
  return { ...scene, accessKeyId, remove, service };
}

/** 503, whatever else it was that the deletion ran into once it had begun. */
const underWay = {
  code: "unavailable",
  detail: "The deletion is under way. Nothing is lost: send the same request again later.",
  more: { retryAfterSeconds: 60 },
};

describe("deleting a data service", () => {
  test("ends its keys and users, keeps its folder, and tells of each", async () => {
    const { ports, iam, serviceId, remove, service, told } = await aKeyedService();
    await addConnection(ports, anAdmin, serviceId, { region: "eu-central-1" });
    await remove("Sales data");
    expect(iam.users.size).toBe(0);
    expect(iam.folders.size).toBe(2);
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "KeyRemoved", "ConnectionDeleted"]);
    expect((await service())?.outbox.map((event) => event.type)).toEqual([
      "ServiceCreated",
      "ServiceDeleted",
    ]);
    expect(await codeOf(remove("Sales data"))).toBe("not_found");
  });

  test.each([
    ["without a confirmation", undefined, "confirmation_required", "Confirm the deletion with"],
    ["confirmed by another name", "Sales", "confirmation_mismatch", "The data service has another name."],
  ])("is refused %s and changes nothing", async (_, confirm, code, detail) => {
    const { remove, service, working, accessKeyId } = await aKeyedService();
    const before = await service();
    const refusal = {
      code,
      detail: expect.stringContaining(detail),
      more: { params: { name: "Sales data" } },
    };
    await expect(remove(confirm)).rejects.toMatchObject(refusal);
    expect(await service()).toEqual(before);
    expect(working()).toEqual([accessKeyId]);
  });

  test("is refused while a key exists where keys are never removed", async () => {
    const { remove, service, working, accessKeyId } = await aKeyedService({
      preset: presets["cloud-dashboard"],
    });
    expect(await codeOf(remove("Sales data"))).toBe("removal_not_allowed");
    expect(await service()).toMatchObject({ state: "ready" });
    expect(working()).toEqual([accessKeyId]);
  });

  test("is refused while a user has somebody else's key", async () => {
    const { iam, clock, userName, remove, service } = await aKeyedService();
    clock.advance(MINUTE_MS);
    await iam.create({ userName });
    expect(await codeOf(remove("Sales data"))).toBe("unmanaged_key_present");
    expect(await service()).toMatchObject({ state: "ready" });
  });

  test("is refused while a key is being changed, and changes nothing", async () => {
    const { ports, reset, remove, service } = await aKeyedService();
    interrupt(ports.connections, "update", "dies_after");
    await codeOf(reset());
    expect(await codeOf(remove("Sales data"))).toBe("operation_in_progress");
    expect(await service()).toMatchObject({ state: "ready" });
  });

  test("asked for twice at once is done, and told of once", async () => {
    const { ports, remove, service } = await aKeyedService();
    const slow = ports.accessKeys.delete.bind(ports.accessKeys);
    ports.accessKeys.delete = async (...args) => {
      await new Promise((resolve) => setImmediate(resolve));
      return slow(...args);
    };
    const { sleep } = ports.clock;
    ports.clock.sleep = async (milliseconds) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return sleep.call(ports.clock, milliseconds);
    };
    const both = [remove("Sales data"), remove("Sales data")].map(codeOf);
    expect(await Promise.all(both)).toEqual(["answered", "answered"]);
    const { state, outbox } = (await service()) ?? {};
    expect(state).toBe("deleted");
    expect(outbox?.filter(({ type }) => type === "ServiceDeleted")).toHaveLength(1);
  });

  test("that has begun never says that nothing was changed", async () => {
    const { ports, ref, remove, reset, service, sweep, iam } = await aKeyedService();
    const update = ports.services.update;
    ports.services.update = async (at, patch) => {
      const after = await update(at, patch);
      interrupt(ports.connections, "update", "dies_after"); // somebody begins to reset right then
      await codeOf(reset());
      return after;
    };
    await expect(remove("Sales data")).rejects.toMatchObject(underWay);
    ports.services.update = update;
    expect(await service()).toMatchObject({ state: "deleting" });
    await sweep(MINUTE_MS);
    await sweep(MINUTE_MS);
    expect(await ports.connections.find(ref)).toMatchObject({ state: "deleted" });
    expect(iam.users.size).toBe(0);
  });

  test("sent again when it has begun says that, too, and not that a key is being changed", async () => {
    const { ports, remove, reset, service } = await aKeyedService();
    interrupt(ports.services, "update", "dies_after");
    expect(await codeOf(remove("Sales data"))).toBe("died");
    interrupt(ports.connections, "update", "dies_after");
    expect(await codeOf(reset())).toBe("died");
    await expect(remove("Sales data")).rejects.toMatchObject(underWay);
    expect(await service()).toMatchObject({ state: "deleting" });
  });

  test.each([
    [4, "answered", "deleted"],
    [5, "unavailable", "ready"],
  ])("begins at the fifth attempt at the latest: others write %i times, %s", async (writes, code, state) => {
    const { ports, remove, service } = await aKeyedService();
    const { find } = ports.services;
    let made = 0;
    ports.services.find = async (ref) => {
      const found = await find(ref);
      if (made++ < writes) await ports.services.update(ref, { when: [], set: { updatedBy: "Somebody" } });
      return found;
    };
    expect(await codeOf(remove("Sales data"))).toBe(code);
    expect(await service()).toMatchObject({ state });
  });

  test("begins anew when others write meanwhile, and looks at its confirmation again", async () => {
    for (const [name, code] of [
      ["Sales data", "answered"],
      ["Renamed", "confirmation_mismatch"],
    ] as const) {
      const { ports, remove, service } = await aKeyedService();
      beforeNext(ports.services, "update", (at) =>
        ports.services.update(at, { when: [], set: { name, updatedBy: "Somebody" } }),
      );
      expect(await codeOf(remove("Sales data"))).toBe(code);
      expect(await service()).toMatchObject({ state: code === "answered" ? "deleted" : "ready" });
    }
  });

  test.each([
    ["renamed", { name: "Renamed" }, "confirmation_mismatch"],
    ["deleted", { state: "deleted" }, "not_found"],
  ] as const)("looks again at one that was %s while its abandoned lease was ended", async (_, set, code) => {
    const { ports, clock, serviceId, link, service } = await aLinkingScene();
    interrupt(ports.services, "update", "dies_after");
    expect(await codeOf(link("a"))).toBe("died");
    clock.advance(2 * MINUTE_MS);
    afterNext(ports.services, "find", (at) => ports.services.update(at, { when: [], set }));
    expect(await codeOf(deleteService(ports, anAdmin, serviceId, "Sales data"))).toBe(code);
    expect(await service()).toMatchObject({ state: "ready", ...set });
  });

  test.each(["services", "connections"] as const)(
    "recognises its write of %s that was sent twice",
    async (port) => {
      const { ports, iam, remove, service } = await aKeyedService();
      interrupt<object>(ports[port], "update" as never, "again");
      expect(await codeOf(remove("Sales data"))).toBe("answered");
      expect(await service()).toMatchObject({ state: "deleted" });
      expect(iam.users.size).toBe(0);
    },
  );

  test.each([
    ["services", "update"],
    ["connections", "update"],
    ["accessKeys", "delete"],
    ["deprovisioning", "deleteUser"],
  ] as const)("that died at %s.%s is finished by the sweep", async (port, method) => {
    for (const how of ["dies_before", "dies_after"] as const) {
      const { ports, iam, remove, service, sweep } = await aKeyedService();
      interrupt<object>(ports[port], method as never, how);
      expect(await codeOf(remove("Sales data"))).toBe("died");
      const begun = (await service())?.state === "deleting";
      for (let minutes = 0; minutes < 8; minutes++) await sweep(MINUTE_MS);
      expect((await service())?.state).toBe(begun ? "deleted" : "ready");
      expect(iam.users.size).toBe(begun ? 0 : 1);
    }
  });

  test("leaves no record once the tombstones' time has come and all is told", async () => {
    const { ports, remove, relay, sweep } = await aKeyedService();
    await remove("Sales data");
    await relay();
    await sweep(2 * DAY_MS);
    await sweep(60 * MINUTE_MS);
    expect(await ports.services.page("acme", 9)).toEqual([]);
    expect(await ports.connections.page("acme", 9)).toEqual([]);
    expect(await ports.journal.ofOrg("acme", { limit: 20 })).toHaveLength(6);
  });

  test("keeps tombstones until their events are out", async () => {
    const { ports, remove, sweep } = await aKeyedService();
    await remove("Sales data");
    await sweep(2 * DAY_MS);
    expect(await ports.services.page("acme", 9)).toHaveLength(1);
    expect(await ports.connections.page("acme", 9)).toHaveLength(1);
  });

  test("keeps a request that is only slow from making the connection after all", async () => {
    const { ports, iam } = await aScene();
    beforeNext(ports.connections, "insert", (connection) =>
      deleteService(ports, anAdmin, connection.serviceId, connection.serviceName),
    );
    expect(await codeOf(createService(ports, anAdmin, { name: "Ledger" }))).toBe("not_found");
    expect(iam.users.size).toBe(1);
    const states = (await ports.services.page("acme", 9)).map((service) => service.state);
    expect(states.sort()).toEqual(["deleted", "ready"]);
  });

  test("a connection of a service in the making is not taken from under it", async () => {
    const { ports } = await aScene();
    interrupt(ports.services, "update", "dies_before");
    await codeOf(createService(ports, anAdmin, { name: "Ledger" }));
    const made = (await ports.connections.page("acme", 9)).find((one) => one.serviceName === "Ledger");
    const removal = deleteConnection(ports, anAdmin, made?.connectionId ?? "", made?.userName);
    expect(await codeOf(removal)).toBe("service_not_ready");
  });
});
