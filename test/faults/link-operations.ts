import { dependentsOf } from "../../core/pipeline/dependents.ts";
import type { Pipeline } from "../../core/pipeline/pipeline.ts";
import { putPipeline } from "../../core/pipeline/put-pipeline.ts";
import { changeService } from "../../core/service/change-service.ts";
import { createService } from "../../core/service/create-service.ts";
import { deleteService } from "../../core/service/delete-service.ts";
import { aPipeline } from "../../core/testing/sample-records.ts";
import { routes } from "../../functions/routes.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import type { Operation } from "./operations.ts";
import { emptyOrg, type Seed, withKey } from "./seeds.ts";

/** Before: the service lists a and b. After: b and c. One is added and one goes, so that calls come in one order. */
const BEFORE = ["a", "b"];
export const AFTER = ["b", "c"];

export const NEW_NAME = "New name";

export const linkOperations: Operation[] = [
  {
    name: "change-pipelines",
    lambda: routes.changeService.lambda,
    seed: withPipelines,
    run: async (ports, { caller, service }) => {
      await changeService(ports, caller, service.serviceId, { pipelineIds: AFTER });
      return {};
    },
    isDone: ({ services }) => String(services[0]?.pipelineIds) === String(AFTER),
    stopsKey: false,
    again: "answered",
  },
  {
    name: "create-service, with pipelines",
    lambda: routes.createService.lambda,
    seed: async (ports) => {
      const seed = await emptyOrg();
      await insertPipelines(ports, seed, []);
      return seed;
    },
    run: async (ports, { caller, idempotent }) => {
      await createService(ports, caller, { name: "Sales data", pipelineIds: AFTER, idempotent });
      return {};
    },
    isDone: ({ services }) => String(services[0]?.pipelineIds) === String(AFTER),
    stopsKey: false,
    again: "answered",
  },
  {
    name: "delete-service, with pipelines",
    lambda: routes.deleteService.lambda,
    seed: withPipelines,
    run: async (ports, { caller, service }) => {
      await deleteService(ports, caller, service.serviceId, service.name);
      return {};
    },
    isDone: ({ services }) => services[0]?.state === "deleted",
    stopsKey: true,
    again: "404",
  },
  {
    name: "rename-pipeline",
    lambda: routes.putPipeline.lambda,
    seed: withPipelines,
    run: async (ports, { caller, org }) => {
      const pipeline = await ports.pipelines.find({ org, pipelineId: "a" });
      await putPipeline(ports, caller, "a", { ...factsOf(pipeline as Pipeline), name: NEW_NAME });
      return {};
    },
    isDone: ({ pipelines }) => pipelines.some((one) => one.name === NEW_NAME),
    stopsKey: false,
    again: "answered",
  },
];

function factsOf({ name, kind, direction, filePatterns, contacts }: Pipeline) {
  return { name, kind, direction, filePatterns, contacts };
}

/** A data service with a key, which lists two of the org's three pipelines. */
export async function withPipelines(ports: CloudPorts): Promise<Seed> {
  const seed = await withKey(ports);
  const pipelines = await insertPipelines(ports, seed, BEFORE);
  const dependents = dependentsOf(
    BEFORE,
    pipelines.filter((one) => BEFORE.includes(one.pipelineId)),
  );
  const service = await ports.services.update(seed.service, {
    when: [],
    set: { pipelineIds: BEFORE, dependents },
  });
  const connection = await ports.connections.update(seed.connection, { when: [], set: { dependents } });
  return { ...seed, service, connection };
}

async function insertPipelines(
  ports: CloudPorts,
  { org, service }: Seed,
  linked: string[],
): Promise<Pipeline[]> {
  const pipelines = ["a", "b", "c"].map((pipelineId) => {
    const serviceIds = linked.includes(pipelineId) ? [service.serviceId] : [];
    return aPipeline(org, { pipelineId, name: `Pipeline ${pipelineId}`, serviceIds });
  });
  await Promise.all(pipelines.map((pipeline) => ports.pipelines.insert(pipeline)));
  return pipelines;
}
