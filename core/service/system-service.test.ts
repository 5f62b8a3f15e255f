import { describe, expect, test } from "vitest";
import { addConnection } from "../connection/add-connection.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { putPipeline } from "../pipeline/put-pipeline.ts";
import { presets } from "../policy/preset.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aRegionalScene } from "../testing/regional-scene.ts";
import { changeService } from "./change-service.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";
import { listServices } from "./list-services.ts";
import { isServiceFor } from "./service-view.ts";

const us = "us-east-1";

describe("what Keyturn made by itself, with a key or without", () => {
  test.each([true, false])("stays as it is: %s", async (hasKey) => {
    const scene = aRegionalScene({ preset: presets["data-services"] });
    const { ports, iam } = scene;
    await scene.reset(us);
    const { serviceId, connectionId } = scene.refOf(us);
    const { userName, current } = await scene.connection(us);
    if (!hasKey) await ports.connections.update(scene.refOf(us), { when: [], remove: ["current"] });
    const [service, connection] = [await scene.service(us), await scene.connection(us)];
    const refused = [
      changeService(ports, anAdmin, serviceId, { name: "Mine" }),
      changeService(ports, anAdmin, serviceId, { name: "Mine", pipelineIds: [] }),
      addConnection(ports, anAdmin, serviceId, {}),
      ...[undefined, "wrong", service?.name].map((name) => deleteService(ports, anAdmin, serviceId, name)),
      ...[undefined, userName].map((name) => deleteConnection(ports, anAdmin, connectionId, name)),
    ];
    const detail =
      "This is the org's own storage in a region: it keeps its name and its one connection, and is not deleted.";
    const error = { code: "system_service", detail };
    await Promise.all(refused.map((one) => expect(one).rejects.toMatchObject(error)));
    expect([await scene.service(us), await scene.connection(us)]).toEqual([service, connection]);
    expect(iam.works(current?.accessKeyId ?? "")).toBe(true);
  });

  test("can be linked to pipelines under the name it has, so that they are told of its key", async () => {
    const { ports, reset, refOf, connection, service } = aRegionalScene();
    await reset(us);
    const { name = "" } = (await service(us)) ?? {};
    await putPipeline(ports, anAdmin, "nightly", {
      ...{ name: "Nightly load", kind: "data-pipeline", direction: "reads" },
      ...{ filePatterns: [], contacts: [] },
    });
    await changeService(ports, anAdmin, refOf(us).serviceId, { name, pipelineIds: ["nightly"] });
    expect((await connection(us)).dependents).toMatchObject({ count: 1, first: [{ name: "Nightly load" }] });
  });

  test("is in the list of those who manage keys, and in no other", async () => {
    const { ports, reset, refOf } = aRegionalScene({ preset: presets["cloud-dashboard"] });
    await reset(us);
    const own = await createService(ports, anAdmin, { name: "Sales data" });
    const seenBy = async (role: "admin" | "member") => {
      const isShown = isServiceFor(role, ports.deployment.preset);
      const { items } = await listServices(ports, "acme", { limit: 9 }, isShown);
      return items.map(({ serviceId }) => serviceId).sort();
    };
    expect(await seenBy("member")).toEqual([own.service.serviceId]);
    expect(await seenBy("admin")).toEqual([own.service.serviceId, refOf(us).serviceId].sort());
  });
});
