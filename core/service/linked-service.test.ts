import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { idempotentRequest } from "../key/idempotency.ts";
import { deletePipeline } from "../pipeline/delete-pipeline.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";

/** Beside the scene's service, which lists nothing, another that is asked for with pipelines. */
async function aCreation() {
  const scene = await aLinkingScene();
  const { ports } = scene;
  const idempotent = idempotentRequest(anAdmin.sub, "k1", {});
  const create = (...pipelineIds: string[]) =>
    createService(ports, anAdmin, { name: "Ledger", pipelineIds, idempotent });
  const made = async () => (await ports.services.page("acme", 9)).filter((one) => one.name === "Ledger");
  const linked = async () =>
    (await ports.pipelines.page("acme", 9))
      .filter((one) => one.serviceIds.length > 0)
      .map((one) => one.pipelineId);
  return { ...scene, create, made, linked };
}

describe("a new data service with pipelines", () => {
  test("lists them, they name it, and its connection shows them", async () => {
    const { create, faults, faultsAtRest, linked, sweep } = await aCreation();
    const { service, connection } = await create("b", "a");
    expect(service).toMatchObject({ state: "ready", pipelineIds: ["b", "a"], dependents: { count: 2 } });
    expect(service).not.toHaveProperty("relinking");
    expect(connection.dependents.first.map((one) => one.pipelineId)).toEqual(["b", "a"]);
    expect(await linked()).toEqual(["a", "b"]);
    expect(await faults()).toEqual([]);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("is not made when one of them is unknown", async () => {
    const { create, made, linked } = await aCreation();
    const errors = [{ path: "pipelineIds.1", message: "no such pipeline" }];
    await expect(create("a", "none")).rejects.toMatchObject({ code: "unknown_pipeline", more: { errors } });
    expect([await made(), await linked()]).toEqual([[], []]);
  });

  test("drops one that is deleted while it is made", async () => {
    const { create, ports, faultsAtRest, sweep } = await aCreation();
    const { insert } = ports.services;
    ports.services.insert = async (service) => {
      await deletePipeline(ports, anAdmin, "a");
      return insert(service);
    };
    const { service, connection } = await create("a", "b");
    expect(service).toMatchObject({ pipelineIds: ["b"], dependents: { count: 1 } });
    expect(connection.dependents.count).toBe(1);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  const steps = [
    ["services", "insert", 0],
    ["services", "update", 0],
    ["pipelines", "update", 0],
    ["pipelines", "update", 1],
    ["connections", "insert", 0],
    ["provisioning", "createUser", 0],
    ["connections", "update", 0],
    ["services", "update", 1],
  ] as const;
  const cases = steps.flatMap(([port, method, call]) =>
    (["dies_before", "dies_after"] as const).map((how) => ({ port, method, call, how })),
  );

  test.each(cases)("that died at $port.$method, call $call ($how)", async ({ port, method, call, how }) => {
    for (const finisher of ["sweep", "same request"]) {
      const { create, ports, faults, faultsAtRest, linked, made, sweep } = await aCreation();
      interrupt<object>(ports[port], method as never, ...Array<"ok">(call).fill("ok"), how);
      expect(await codeOf(create("a", "b"))).toBe("died");
      const isAskedFor = (await made()).length > 0;
      expect(await faults()).toEqual([]);
      if (finisher === "same request") await create("a", "b");
      for (let minutes = 0; minutes < 3; minutes++) await sweep(MINUTE_MS);
      const isMade = isAskedFor || finisher === "same request";
      expect((await made()).map(({ state }) => state)).toEqual(isMade ? ["ready"] : []);
      expect(await linked()).toEqual(isMade ? ["a", "b"] : []);
      expect(await faultsAtRest()).toEqual([]);
    }
  });

  test("of two that send the same request at once, one or both are answered, and nothing is left over", async () => {
    const { create, linked, made, sweep, faultsAtRest } = await aCreation();
    const codes = await Promise.all([codeOf(create("a", "b")), codeOf(create("a", "b"))]);
    expect(codes).toContain("answered");
    expect(["answered", "unavailable"]).toEqual(expect.arrayContaining(codes as string[]));
    await sweep(MINUTE_MS);
    expect((await made()).map(({ state }) => state)).toEqual(["ready"]);
    expect(await linked()).toEqual(["a", "b"]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("is made ready by who came last, while the first may still be adding links", async () => {
    const { create, ports, made } = await aCreation();
    beforeNext(ports.connections, "insert", async () => {
      interrupt(ports.connections, "update", "dies_before");
      expect(await codeOf(create("a"))).toBe("died"); // has taken the lease over
    });
    expect(await codeOf(create("a"))).toBe("unavailable");
    expect((await made()).map(({ state }) => state)).toEqual(["creating"]);
    expect(await codeOf(create("a"))).toBe("answered");
  });

  test("is not deleted while it is being linked, and afterwards leaves no link, however slow its creation", async () => {
    const { create, ports, linked, made, clock, sweep } = await aCreation();
    const { update } = ports.pipelines;
    const codes: unknown[] = [];
    ports.pipelines.update = async (...args) => {
      const [service] = await made();
      const remove = () => deleteService(ports, anAdmin, service?.serviceId ?? "", "Ledger");
      if (codes.length === 0) codes.push(await codeOf(remove()));
      if (codes.length === 1) {
        clock.advance(61 * SECOND_MS);
        ports.pipelines.update = update;
        codes.push(await codeOf(remove()));
      }
      return update(...args);
    };
    expect(await codeOf(create("a"))).toBe("unavailable");
    expect(codes).toEqual(["operation_in_progress", "answered"]);
    expect(await linked()).toEqual([]);
    for (let minutes = 0; minutes < 3; minutes++) await sweep(MINUTE_MS);
    expect((await made()).map(({ state }) => state)).toEqual(["deleted"]);
    expect(await linked()).toEqual([]);
  });
});

describe("deleting a data service with pipelines", () => {
  async function aLinkedService() {
    const scene = await aLinkingScene();
    await scene.link("a", "b");
    await scene.sweep(MINUTE_MS);
    const remove = () => deleteService(scene.ports, anAdmin, scene.serviceId, "Sales data");
    return { ...scene, remove };
  }

  test("sets them free, and its tombstone still lists them for the notices to come", async () => {
    const { remove, service, naming, ports } = await aLinkedService();
    await remove();
    expect(await service()).toMatchObject({ state: "deleted", pipelineIds: ["a", "b"] });
    expect(await naming()).toEqual([]);
    expect(await codeOf(deletePipeline(ports, anAdmin, "a"))).toBe("answered");
  });

  const steps = [
    ...(["dies_before", "dies_after", "lost"] as const).flatMap((how) =>
      [0, 1].map((call) => ["pipelines", call, how] as const),
    ),
    ...(["dies_before", "dies_after"] as const).map((how) => ["services", 1, how] as const),
  ];
  test.each(steps)(
    "that died at %s.update, call %i (%s), is finished by the sweep",
    async (port, call, how) => {
      const { ports, remove, service, naming, sweep } = await aLinkedService();
      interrupt<object>(ports[port], "update" as never, ...Array<"ok">(call).fill("ok"), how);
      expect(await codeOf(remove())).not.toBe("answered");
      for (let minutes = 0; minutes < 3; minutes++) await sweep(MINUTE_MS);
      expect(await service()).toMatchObject({ state: "deleted" });
      expect(await naming()).toEqual([]);
    },
  );

  test("waits for a change of its pipelines, and finishes an abandoned one", async () => {
    const { ports, link, remove, naming, clock } = await aLinkedService();
    interrupt(ports.services, "update", "ok", "dies_before");
    expect(await codeOf(link("c"))).toBe("died");
    expect(await naming()).toEqual(["a", "b", "c"]);
    expect(await codeOf(remove())).toBe("operation_in_progress");
    clock.advance(MINUTE_MS);
    expect(await codeOf(remove())).toBe("answered");
    expect(await naming()).toEqual([]);
  });

  test("tells that it is under way when a pipeline cannot be written", async () => {
    const { ports, remove, service, sweep, naming } = await aLinkedService();
    const { update } = ports.pipelines;
    ports.pipelines.update = async () => {
      throw new CallFailed("UpdateItem", "throttled");
    };
    await expect(remove()).rejects.toMatchObject({ failure: "throttled" });
    expect(await service()).toMatchObject({ state: "deleting" });
    ports.pipelines.update = update;
    await sweep(MINUTE_MS);
    expect(await naming()).toEqual([]);
  });

  test("and its tombstone go without a trace", async () => {
    const { ports, remove, relay, sweep, naming } = await aLinkedService();
    await remove();
    await relay();
    await sweep(2 * DAY_MS);
    await sweep(60 * MINUTE_MS);
    expect(await ports.services.page("acme", 9)).toEqual([]);
    expect(await naming()).toEqual([]);
  });
});
