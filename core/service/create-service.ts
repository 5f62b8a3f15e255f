import type { Caller } from "../caller/caller.ts";
import { type Instant, plus } from "../clock.ts";
import { managedBucket, REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { assertCapacity } from "../connection/provision-connection.ts";
import { DomainError } from "../errors.ts";
import { firstConnectionIdOf, serviceIdFrom } from "../ids.ts";
import type { IdempotentRequest } from "../key/idempotency.ts";
import { slug } from "../org/org.ts";
import { noDependents } from "../pipeline/dependents.ts";
import type { ProvisionPorts } from "../ports.ts";
import { creationOf, findEarlier } from "../record/creation.ts";
import { type CreatedService, finishCreation } from "./finish-creation.ts";
import { assertKnown } from "./pipelines.ts";
import { SERVICES_PER_ORG_MAX, type Service } from "./service.ts";

export interface NewService {
  name: string;
  region?: string;
  pipelineIds?: string[];
  idempotent?: IdempotentRequest;
}

const FOLDER_READABLE_MAX = 40;

/**
 * Adds a data service with its first connection: a folder, an exclusive user and its policy. No key yet.
 *
 * 1. the service's record, `creating`, on the agenda — dies here: the sweep goes on with 2
 * 2. its pipelines name it — dies here: the sweep does it again, to no effect, and goes on
 * 3. the connection's record, `creating`, on the agenda — dies here: the sweep goes on with 4
 * 4. user, policy, folder marker: each can be done twice; then the connection is `ready`
 * 5. the service is `ready`, with `ServiceCreated` in its outbox
 *
 * The same request sent again goes on where the first one stopped. Throws DomainError: region_not_enabled,
 * unknown_pipeline, service_limit_reached, capacity_exhausted, idempotency_key_reused, not_found (deleted
 * since); CallFailed.
 */
export async function createService(
  ports: ProvisionPorts,
  caller: Caller,
  request: NewService,
): Promise<CreatedService> {
  const managed = managedBucket(ports.deployment, request.region);
  const now = ports.clock.now();
  const { seed, made } = await earlierService(ports, caller, request.idempotent, now);
  if (made) return finishCreation(ports, made, caller);
  await assertKnown(ports, caller.org, request.pipelineIds ?? []);
  await assertRoom(ports, caller.org);
  await assertCapacity(ports, managed.cellId);
  const service = newService(caller, request, seed, managed.region, now);
  const inserted = await ports.services.insert(service);
  // One that is there already was made with this very key just now: looked at again, it is found.
  if (!inserted && request.idempotent) return createService(ports, caller, request);
  return finishCreation(ports, service, caller);
}

/** The service this request made before, or the seed to make it from. */
export async function earlierService(
  ports: ProvisionPorts,
  caller: Caller,
  request: IdempotentRequest | undefined,
  now: Instant,
): Promise<{ seed: string; made?: Service }> {
  if (!request) return { seed: ports.ids.next() };
  return findEarlier(caller.org, request, now, (seed) =>
    ports.services.find({ org: caller.org, serviceId: serviceIdFrom(seed) }),
  );
}

export async function assertRoom(ports: ProvisionPorts, org: string): Promise<void> {
  const services = await ports.services.count(org, SERVICES_PER_ORG_MAX);
  if (services < SERVICES_PER_ORG_MAX) return;
  throw new DomainError(
    "service_limit_reached",
    `An org has at most ${SERVICES_PER_ORG_MAX} data services.`,
    {
      params: { max: SERVICES_PER_ORG_MAX },
    },
  );
}

export function newService(
  caller: Caller,
  request: NewService,
  seed: string,
  region: string,
  now: Instant,
): Service {
  const serviceId = serviceIdFrom(seed);
  return {
    org: caller.org,
    serviceId,
    name: request.name,
    type: "s3",
    owner: "provider",
    region,
    pipelineIds: request.pipelineIds ?? [],
    dependents: noDependents,
    connectionIds: [firstConnectionIdOf(serviceId)],
    folderName: `${slug(request.name, FOLDER_READABLE_MAX)}-${serviceId.slice(-16)}`,
    state: "creating",
    ...(request.idempotent && { creation: creationOf(request.idempotent, now) }),
    outbox: [],
    sequence: 0,
    nextActionAt: plus(now, REQUEST_OVER_MS),
    version: 1,
    createdBy: caller.name,
    createdOn: now,
    updatedBy: caller.name,
    updatedOn: now,
  };
}
