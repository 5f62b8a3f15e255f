import { allPages } from "../page.ts";
import { changeService } from "../service/change-service.ts";
import type { Service } from "../service/service.ts";
import type { ServiceChange } from "../service/service-changed.ts";
import { anAdmin } from "./memory-ports.ts";
import { aPipeline } from "./sample-records.ts";
import { aScene } from "./scene.ts";

/** A data service, and the pipelines a to f of its org, none of them linked. */
export async function aLinkingScene() {
  const scene = await aScene();
  const { ports, serviceId } = scene;
  for (const pipelineId of ["a", "b", "c", "d", "e", "f"]) {
    await ports.pipelines.insert(aPipeline("acme", { pipelineId, name: `Pipeline ${pipelineId}` }));
  }
  const change = (wanted: ServiceChange) => changeService(ports, anAdmin, serviceId, wanted);
  return {
    ...scene,
    change,
    link: (...pipelineIds: string[]) => change({ pipelineIds }),
    service: async () => (await ports.services.find({ org: "acme", serviceId })) as Service,
    /** The pipelines that name the service. */
    naming: async () =>
      (await ports.pipelines.page("acme", 99))
        .filter((pipeline) => pipeline.serviceIds.includes(serviceId))
        .map((pipeline) => pipeline.pipelineId),
    faults: () => linkFaults(ports, "listed"),
    faultsAtRest: () => linkFaults(ports, "both"),
  };
}

type Ports = Awaited<ReturnType<typeof aScene>>["ports"];

/**
 * What is wrong with the org's links: always, that a service lists a pipeline that does not name it, which could then
 * be deleted; at rest, also that a pipeline names a service that does not list it, and names that are out of date.
 */
async function linkFaults(ports: Ports, which: "listed" | "both"): Promise<string[]> {
  const services = await allPages((limit, after) => ports.services.page("acme", limit, after), "serviceId");
  const pipelines = await allPages(
    (limit, after) => ports.pipelines.page("acme", limit, after),
    "pipelineId",
  );
  const namedBy = new Map(pipelines.map((one) => [one.pipelineId, one]));
  const faults: string[] = [];
  for (const { serviceId, state, pipelineIds } of services) {
    if (state !== "ready") continue;
    for (const id of pipelineIds) {
      if (!namedBy.get(id)?.serviceIds.includes(serviceId)) faults.push(`${serviceId} lists ${id} in vain`);
    }
  }
  if (which === "listed") return faults;
  const listing = new Map(
    services.filter(({ state }) => state === "ready").map((one) => [one.serviceId, one]),
  );
  for (const { pipelineId, serviceIds } of pipelines) {
    if (new Set(serviceIds).size < serviceIds.length) faults.push(`${pipelineId} names a service twice`);
    for (const id of serviceIds) {
      if (!listing.get(id)?.pipelineIds.includes(pipelineId))
        faults.push(`${pipelineId} names ${id} in vain`);
    }
  }
  for (const service of listing.values()) faults.push(...(await shownFaults(ports, service)));
  return faults;
}

async function shownFaults(ports: Ports, service: Service): Promise<string[]> {
  const first = await ports.pipelines.findMany("acme", service.pipelineIds.slice(0, 10));
  const expected = JSON.stringify({
    count: service.pipelineIds.length,
    first: first.map(({ pipelineId, name }) => ({ pipelineId, name })),
  });
  const connections = await ports.connections.findMany("acme", service.connectionIds);
  const shown = [service, ...connections].map((record) => JSON.stringify(record.dependents));
  return [
    ...shown.filter((text) => text !== expected).map((text) => `shown: ${text}, and not ${expected}`),
    ...(service.relinking ? [`${service.serviceId} is being relinked`] : []),
    ...(service.nextActionAt ? [`${service.serviceId} is due`] : []),
  ];
}
