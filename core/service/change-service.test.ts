import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import { serviceIdFrom } from "../ids.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aService as aSampleService, aServiceDeleted } from "../testing/sample-records.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { changeService } from "./change-service.ts";

async function aService() {
  const scene = await aScene();
  await addConnection(scene.ports, anAdmin, scene.serviceId, {});
  const rename = (name: string) => changeService(scene.ports, anAdmin, scene.serviceId, { name });
  const names = async () => {
    const service = await scene.ports.services.find({ org: "acme", serviceId: scene.serviceId });
    const connections = await scene.ports.connections.page("acme", 9);
    return [service?.name, ...connections.map((connection) => connection.serviceName)];
  };
  return { ...scene, rename, names };
}

describe("renaming a data service", () => {
  test("renames it and its connections, whose folder and user keep their names", async () => {
    const { rename, names, record } = await aService();
    const { folder, userName } = await record();
    expect(await rename("Ledger")).toMatchObject({ name: "Ledger", updatedBy: "Ada Admin" });
    expect(await names()).toEqual(["Ledger", "Ledger", "Ledger"]);
    expect(await record()).toMatchObject({ folder, userName });
  });

  test("that died between is finished by the sweep", async () => {
    const { rename, names, ports, sweep } = await aService();
    interrupt(ports.connections, "update", "ok", "dies_before");
    expect(await codeOf(rename("Ledger"))).toBe("died");
    await sweep(MINUTE_MS);
    expect(await names()).toEqual(["Ledger", "Ledger", "Ledger"]);
  });

  test("of two at once leaves one name everywhere, the service's", async () => {
    const { rename, names } = await aService();
    await Promise.all([rename("Ledger"), rename("Archive")]);
    expect(new Set(await names()).size).toBe(1);
  });

  test("that comes late does not replace a later one, nor one that brought the first name back", async () => {
    for (const later of ["Archive", "Sales data"]) {
      const { rename, names, ports } = await aService();
      beforeNext(ports.connections, "update", () => rename(later));
      await rename("Ledger");
      expect(await names()).toEqual([later, later, later]);
    }
  });

  test("refuses unknown pipelines, and another org", async () => {
    const { ports, serviceId, names } = await aService();
    const unknown = changeService(ports, anAdmin, serviceId, { name: "Ledger", pipelineIds: ["p-1"] });
    expect(await codeOf(unknown)).toBe("unknown_pipeline");
    const stranger = { ...anAdmin, org: "globex" };
    expect(await codeOf(changeService(ports, stranger, serviceId, { name: "Ledger" }))).toBe("not_found");
    expect(await names()).toEqual(["Sales data", "Sales data", "Sales data"]);
  });
});

describe("a change of a data service", () => {
  test.each([
    ["the name it has", { name: "Sales data" }],
    ["the pipelines it has", { pipelineIds: [] }],
    ["name and pipelines as they are", { name: "Sales data", pipelineIds: [] }],
    ["nothing at all", {}],
  ])("to %s answers it and writes nothing", async (_, same) => {
    const { ports, serviceId } = await aService();
    const records = async () => [
      await ports.services.find({ org: "acme", serviceId }),
      ...(await ports.connections.page("acme", 9)),
    ];
    const before = await records();
    expect(await changeService(ports, anAdmin, serviceId, same)).toEqual(before[0]);
    expect(await records()).toEqual(before);
  });

  const changes = [{ name: "Ledger" }, { pipelineIds: ["a"] }, { name: "Sales data" }, {}];

  test.each(changes)("that is deleted, or never was, finds none: %j", async (wanted) => {
    const { ports, change, service } = await aLinkingScene();
    const noSuch = { code: "not_found", detail: "There is no such data service." };
    const never = changeService(ports, anAdmin, serviceIdFrom("f".repeat(32)), wanted);
    await expect(never).rejects.toMatchObject(noSuch);
    await ports.services.update(await service(), { when: [], set: { state: "deleted" } });
    await expect(change(wanted)).rejects.toMatchObject(noSuch);
  });

  const states = ["creating", "deleting"] as const;
  const unready = states.flatMap((state) => changes.slice(0, 2).map((wanted) => [state, wanted] as const));
  test.each(unready)("that is %s waits, and changes nothing: %j", async (state, wanted) => {
    const { ports, change, service, naming } = await aLinkingScene();
    const before = await ports.services.update(await service(), { when: [], set: { state } });
    await expect(change(wanted)).rejects.toMatchObject({
      ...{ code: "service_not_ready", detail: `The data service is ${state}.` },
      more: { params: { state }, retryAfterSeconds: 5 },
    });
    expect([await service(), await naming()]).toEqual([before, []]);
  });

  test.each(changes.slice(0, 2))("is the fiftieth that waits to be told at most: %j", async (wanted) => {
    const { ports, change, service } = await aLinkingScene();
    const untold = async (count: number) => {
      const outbox = Array.from({ length: count }, (_, n) => aServiceDeleted(aSampleService("acme"), n));
      return ports.services.update(await service(), { when: [], set: { outbox } });
    };
    const before = await untold(50);
    const refused = {
      code: "busy",
      detail: "Earlier changes of this data service are still being worked off.",
    };
    await expect(change(wanted)).rejects.toMatchObject(refused);
    expect(await service()).toEqual(before);
    await untold(49);
    await change(wanted);
    expect((await service()).outbox).toHaveLength(50);
  });
});
