import { dependentsOf } from "../../core/pipeline/dependents.ts";
import type { Found } from "./state.ts";

/** What is wrong with the links of an org that has come to rest: services and pipelines name each other, or neither. */
export function linkFaults({
  services,
  pipelines,
  connections,
}: Pick<Found, "services" | "pipelines" | "connections">): string[] {
  const listing = services.filter(({ state }) => state === "ready");
  const ready = connections.filter(({ state }) => state === "ready");
  const listed = listing.flatMap(({ serviceId, pipelineIds }) =>
    pipelineIds.map((id) => `${serviceId} ${id}`),
  );
  const named = pipelines.flatMap(({ pipelineId, serviceIds }) =>
    serviceIds.map((id) => `${id} ${pipelineId}`),
  );
  const agree = String(listed.sort()) === String(named.sort());
  const shown = listing.flatMap(({ serviceId, pipelineIds, dependents }) => {
    const first = pipelineIds.flatMap((id) => pipelines.find((one) => one.pipelineId === id) ?? []);
    const wanted = JSON.stringify(dependentsOf(pipelineIds, first));
    const of = ready.filter((one) => one.serviceId === serviceId).map((one) => one.dependents);
    return [dependents, ...of].map((one) => JSON.stringify(one)).filter((text) => text !== wanted);
  });
  return [
    ...(agree ? [] : [`services list [${listed}], pipelines name [${named}]`]),
    ...shown.map((text) => `it shows the dependents ${text}`),
    ...listing.filter((one) => one.relinking).map((one) => `${one.serviceId} is still being relinked`),
  ];
}
