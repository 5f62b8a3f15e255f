import { expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import { afterNext, beforeNext, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPortal } from "../testing/portal-scene.ts";
import { codeOf } from "../testing/scene.ts";
import { mendService } from "./mend-service.ts";
import type { Service } from "./service.ts";

test("a sweep that sleeps for longer than its lease leaves the service to whoever has the next one", async () => {
  const { ports, clock, service } = await aLinkingScene();
  const leave = async (id: string, forMs: number) => {
    const expiresAt = plus(clock.now(), forMs);
    const relinking = { id, pipelineIds: ["a"], expiresAt };
    await ports.services.update((await service()) as Service, {
      when: [],
      set: { relinking, nextActionAt: expiresAt },
    });
  };
  await leave("abandoned", 0);
  const update: typeof ports.pipelines.update = async (...args) => {
    const updated = await ports.pipelines.update(...args);
    clock.advance(2 * MINUTE_MS);
    await leave("another", MINUTE_MS);
    return updated;
  };
  const pipelines = Object.assign(Object.create(ports.pipelines), { update });
  clock.advance(MINUTE_MS);
  const mended = mendService({ ...ports, pipelines }, (await service()) as Service);
  const detail = "Another operation on this data service is running.";
  await expect(mended).rejects.toMatchObject({ code: "operation_in_progress", detail });
  const due = plus(clock.now(), MINUTE_MS);
  expect(await service()).toMatchObject({ relinking: { id: "another" }, nextActionAt: due });
});

test("a sweep that sleeps with an old name of a pipeline does not replace the new one", async () => {
  const { ports, clock, service, record, link, sweep, faultsAtRest, put } = await aPortal();
  await link("a");
  await sweep(MINUTE_MS);
  const due = await service();
  const asleep = Object.assign(Object.create(ports.connections), {
    update: async (...args: Parameters<typeof ports.connections.update>) => {
      await put("a", { name: "Renamed" });
      await sweep(2 * MINUTE_MS);
      expect((await record()).dependents.first[0]?.name).toBe("Renamed");
      return ports.connections.update(...args);
    },
  });
  await put("a", { name: "Old" });
  clock.advance(2 * MINUTE_MS);
  await mendService({ ...ports, connections: asleep }, due).catch(() => undefined);
  expect((await record()).dependents.first[0]?.name).toBe("Renamed");
  await sweep(2 * MINUTE_MS);
  expect(await faultsAtRest()).toEqual([]);
});

test("a request that sleeps with an old name before it shows its change does not replace the new one", async () => {
  const { ports, record, link, sweep, put } = await aPortal();
  beforeNext(ports.connections, "findMany", async () => {
    await put("a", { name: "Renamed" });
    await sweep(2 * MINUTE_MS);
  });
  await link("a");
  expect((await record()).dependents.first[0]?.name).toBe("Renamed");
});

test("a sweep that found the data service before it was renamed does not show the former name again", async () => {
  const { ports, change, service, record } = await aLinkingScene();
  const due = await service();
  await change({ name: "Ledger" });
  const renamed = [await service(), await record()];
  await mendService(ports, due);
  expect([await service(), await record()]).toEqual(renamed);
});

test("a connection that is written while the sweep shows it a name is shown it by the next", async () => {
  const { ports, ref, change, service, record, sweep } = await aLinkingScene();
  interrupt(ports.connections, "update", "dies_before");
  expect(await codeOf(change({ name: "Ledger" }))).toBe("died");
  beforeNext(ports.connections, "update", () =>
    ports.connections.update(ref, { when: [], set: { updatedBy: "Somebody" } }),
  );
  await sweep(MINUTE_MS);
  expect(await record()).toMatchObject({ serviceName: "Sales data", updatedBy: "Somebody" });
  await sweep();
  expect(await record()).toMatchObject({ serviceName: "Ledger" });
  expect(await service()).not.toHaveProperty("nextActionAt");
});

test("names that may have been read too early are read again when they are due, and no more", async () => {
  const { ports, clock, service, link, sweep } = await aLinkingScene();
  await link("a");
  const namesDueAt = plus(clock.now(), 2 * MINUTE_MS);
  await ports.services.update(await service(), { when: [], set: { namesDueAt } });
  await sweep(MINUTE_MS);
  expect(await service()).toMatchObject({ nextActionAt: namesDueAt, namesDueAt });
  await sweep(MINUTE_MS);
  expect(await service()).not.toHaveProperty("nextActionAt");
  expect(await service()).not.toHaveProperty("namesDueAt");
});

test("a connection that was never made is named no more by the sweep after one that had buried it and died", async () => {
  const { ports, serviceId, connectionId, service, sweep } = await aLinkingScene();
  interrupt(ports.connections, "insert", "dies_before");
  expect(await codeOf(addConnection(ports, anAdmin, serviceId, {}))).toBe("died");
  interrupt(ports.services, "update", "dies_before");
  await sweep(MINUTE_MS);
  const { connectionIds } = await service();
  const [made, buried] = await ports.connections.findMany("acme", connectionIds);
  expect([made?.state, buried?.state]).toEqual(["ready", "deleted"]);
  await sweep();
  expect((await service()).connectionIds).toEqual([connectionId]);
  expect(await ports.connections.findMany("acme", connectionIds.slice(1))).toEqual([buried]);
});

test.each(["deleting", "deleted"] as const)(
  "a sweep that finishes a change of pipelines leaves a service that is %s meanwhile on the agenda",
  async (state) => {
    const { ports, clock, service } = await aLinkingScene();
    const nextActionAt = plus(clock.now(), MINUTE_MS);
    const relinking = { id: "abandoned", pipelineIds: ["a"], expiresAt: clock.now() };
    const due = await ports.services.update(await service(), { when: [], set: { relinking, nextActionAt } });
    beforeNext(ports.services, "update", (ref) =>
      ports.services.update(ref, { when: [], set: { state }, remove: ["relinking"] }),
    );
    await mendService(ports, due);
    expect(await service()).toMatchObject({ state, nextActionAt });
  },
);

test("a connection that is made between a sweep's two looks, with a name of before, is shown the new one by the next", async () => {
  const { ports, serviceId, service, link, sweep, faultsAtRest, put } = await aPortal();
  await link("a");
  await sweep(MINUTE_MS);
  const { insert } = ports.connections;
  ports.connections.insert = async (connection) => {
    ports.connections.insert = insert;
    await put("a", { name: "Renamed" });
    afterNext(ports.connections, "findMany", () => insert(connection));
    await sweep(MINUTE_MS);
    return true;
  };
  await addConnection(ports, anAdmin, serviceId, {});
  await sweep(MINUTE_MS);
  expect((await service()).connectionIds).toHaveLength(2);
  expect(await faultsAtRest()).toEqual([]);
});

test("a sweep that sleeps with a name that was taken back meanwhile does not show it", async () => {
  const { ports, clock, service, record, link, sweep, faultsAtRest, put } = await aPortal();
  await link("a");
  await sweep(MINUTE_MS);
  const rename = (name: string) => put("a", { name });
  await rename("Other name");
  clock.advance(MINUTE_MS);
  const asleep = Object.assign(Object.create(ports.connections), {
    update: async (...args: Parameters<typeof ports.connections.update>) => {
      await rename("Pipeline a");
      await sweep(MINUTE_MS);
      return ports.connections.update(...args);
    },
  });
  await mendService({ ...ports, connections: asleep }, await service()).catch(() => undefined);
  await sweep(MINUTE_MS);
  expect((await record()).dependents.first[0]?.name).toBe("Pipeline a");
  expect(await faultsAtRest()).toEqual([]);
});
