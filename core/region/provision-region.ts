import type { Caller } from "../caller/caller.ts";
import { plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { bucketOfRegion, REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { assertCapacity } from "../connection/provision-connection.ts";
import { DomainError } from "../errors.ts";
import { noDependents } from "../pipeline/dependents.ts";
import type { ProvisionPorts } from "../ports.ts";
import { finishCreation } from "../service/finish-creation.ts";
import type { Service } from "../service/service.ts";
import { regionalIdsOf } from "./region.ts";

/**
 * Makes the org's own storage in a region, without a key: a data service of Keyturn's own making, which no limit counts,
 * and its connection, whose folder is all of the org's in the region's bucket.
 *
 * 1. the service's record, `creating`, naming its connection, on the agenda — dies here: the sweep goes on with 2
 * 2. the connection's record, `creating`, on the agenda — dies here: the sweep goes on with 3
 * 3. user, policy, folder marker: each can be done twice; then the connection is `ready`
 * 4. the service is `ready`, with `ServiceCreated` in its outbox — dies before: the sweep does it
 *
 * Whoever comes at the same time, or later, goes on with the same records. Throws DomainError: capacity_exhausted,
 * service_not_ready (the org is being deleted); CallFailed.
 */
export async function provisionRegion(
  ports: ProvisionPorts,
  caller: Caller,
  region: string,
): Promise<Connection> {
  const ref = { org: caller.org, serviceId: regionalIdsOf(caller.org, region).serviceId };
  const service = (await ports.services.find(ref)) ?? (await insertService(ports, caller, region));
  if (service.state === "deleting" || service.state === "deleted") throw beingDeleted();
  const { connection } = await finishCreation(ports, service, caller);
  return connection;
}

/** The one that somebody else was quicker to insert is the same, but for who asked for it. */
async function insertService(ports: ProvisionPorts, caller: Caller, region: string): Promise<Service> {
  await assertCapacity(ports, bucketOfRegion(ports.deployment, region).cellId);
  const service = newSystemService(caller, region, ports.clock.now());
  const inserted = await ports.services.insert(service);
  return inserted ? service : ((await ports.services.find(service)) ?? service);
}

function newSystemService(caller: Caller, region: string, now: string): Service {
  const { serviceId, connectionId } = regionalIdsOf(caller.org, region);
  return {
    ...{ org: caller.org, serviceId, name: `S3 ${region}`, type: "s3", owner: "provider", region },
    system: "regional",
    ...{ pipelineIds: [], dependents: noDependents, connectionIds: [connectionId] },
    folderName: "",
    state: "creating",
    ...{ outbox: [], sequence: 0, nextActionAt: plus(now, REQUEST_OVER_MS), version: 1 },
    ...{ createdBy: caller.name, createdOn: now, updatedBy: caller.name, updatedOn: now },
  };
}

/** Only an operator deletes it, with the whole org. */
function beingDeleted(): DomainError {
  return new DomainError("service_not_ready", "The storage of the region is being deleted.", {
    params: { state: "deleting" },
    retryAfterSeconds: 60,
  });
}
