import type { Connection } from "../connection/connection.ts";
import { type IssuedAccessKey, resetAccessKey } from "../key/reset-access-key.ts";
import type { ResetRequest } from "../key/reset-run.ts";
import type { Deployment } from "../ports.ts";
import { listRegions } from "../region/list-regions.ts";
import { regionalIdsOf } from "../region/region.ts";
import { resetRegionalKey } from "../region/reset-regional-key.ts";
import { anAdmin, memoryWorld, testDeployment } from "./memory-ports.ts";

/** A Keyturn without a record, and what tests want to do with its regions and know of them. */
export function aRegionalScene(deployment: Partial<Deployment> = {}) {
  const world = memoryWorld(deployment);
  const { ports } = world;
  const refOf = (region: string) => ({ org: anAdmin.org, ...regionalIdsOf(anAdmin.org, region) });
  return {
    ...world,
    refOf,
    reset: async (region: string, request: Partial<ResetRequest> = {}, used = ports) =>
      (await resetRegionalKey(used, anAdmin, region, { reason: "other", ...request })) as IssuedAccessKey,
    /** By the route of any connection. */
    resetConnection: (region: string) =>
      resetAccessKey(ports, anAdmin, refOf(region).connectionId, { reason: "other" }),
    regions: () => listRegions(ports, anAdmin.org),
    service: (region: string) => ports.services.find(refOf(region)),
    connection: async (region: string) => (await ports.connections.find(refOf(region))) as Connection,
    /** Whoever deploys changes what is enabled; the regions and their buckets stay. */
    enable: (...enabled: string[]) =>
      Object.assign(ports, { deployment: enabling(ports.deployment, enabled) }),
  };
}

function enabling(deployment: Deployment, enabled: string[]): Deployment {
  return {
    ...deployment,
    buckets: testDeployment.buckets.filter(({ region }) => enabled.includes(region)),
    regions: deployment.regions.map((one) => ({ ...one, enabled: enabled.includes(one.region) })),
  };
}
