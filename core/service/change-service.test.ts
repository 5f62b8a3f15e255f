import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
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

  test("to the name it has tells nothing", async () => {
    const { rename, ports, serviceId } = await aService();
    const before = await ports.services.find({ org: "acme", serviceId });
    expect(await rename("Sales data")).toEqual(before);
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
      const update = ports.connections.update;
      ports.connections.update = async (ref, patch) => {
        ports.connections.update = update;
        await rename(later);
        return update(ref, patch);
      };
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
