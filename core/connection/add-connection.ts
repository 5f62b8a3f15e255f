import type { Caller } from "../caller/caller.ts";
import { type Instant, plus } from "../clock.ts";
import { DomainError, notFound } from "../errors.ts";
import { connectionIdFrom } from "../ids.ts";
import type { IdempotentRequest } from "../key/idempotency.ts";
import { customerManaged } from "../key/refusals.ts";
import type { ProvisionPorts } from "../ports.ts";
import { creationOf, findEarlier, isSameRequest } from "../record/creation.ts";
import { findService, serviceNotReady } from "../service/find-service.ts";
import { CONNECTIONS_PER_SERVICE_MAX, type Service, type ServiceRef } from "../service/service.ts";
import { assertNotSystem } from "../service/system-service.ts";
import { updateService } from "../service/update-service.ts";
import type { Connection } from "./connection.ts";
import { managedBucket, newConnection, REQUEST_OVER_MS } from "./new-connection.ts";
import { assertCapacity, provisionConnection } from "./provision-connection.ts";

const ONE_PLACE =
  "The bucket of this data service is the customer's own. Add a data service for each further one.";

export interface FurtherConnection {
  region?: string;
  idempotent?: IdempotentRequest;
}

/**
 * Gives a data service a further connection: another user for its folder, in this region or another.
 *
 * 1. the service names the connection — dies here: the sweep takes the name away again
 * 2. the connection's record, `creating`, on the agenda — dies here: the sweep goes on with 3
 * 3. user, policy, folder marker, and the connection is `ready` with its event
 *
 * Throws DomainError: not_found, customer_managed, system_service, adopted_service, service_not_ready,
 * region_not_enabled, connection_limit_reached, capacity_exhausted, idempotency_key_reused; CallFailed.
 */
export async function addConnection(
  ports: ProvisionPorts,
  caller: Caller,
  serviceId: string,
  request: FurtherConnection,
): Promise<Connection> {
  const service = await findService(ports, caller.org, serviceId);
  if (service.customer) throw customerManaged(ONE_PLACE);
  assertNotSystem(service);
  if (service.adoption) throw adoptedService();
  const managed = managedBucket(ports.deployment, request.region ?? service.region);
  const now = ports.clock.now();
  const { seed, made } = await earlierConnection(ports, service, request.idempotent, now);
  if (made) return provisionConnection(ports, made, caller);
  await assertCapacity(ports, managed.cellId);
  const connectionId = connectionIdFrom(seed);
  await nameInService(ports, service, connectionId, now);
  const creation = request.idempotent && creationOf(request.idempotent, now);
  const connection = newConnection(service, connectionId, managed, caller, now, creation);
  const inserted = await ports.connections.insert(connection);
  const record = inserted ? connection : ((await ports.connections.find(connection)) ?? connection);
  if (request.idempotent) isSameRequest(record.creation, request.idempotent, now); // throws when it is another
  return provisionConnection(ports, record, caller);
}

async function earlierConnection(
  ports: ProvisionPorts,
  service: Service,
  request: IdempotentRequest | undefined,
  now: Instant,
): Promise<{ seed: string; made?: Connection }> {
  if (!request) return { seed: ports.ids.next() };
  return findEarlier(service.serviceId, request, now, (seed) =>
    ports.connections.find({ org: service.org, connectionId: connectionIdFrom(seed) }),
  );
}

async function nameInService(
  ports: ProvisionPorts,
  ref: ServiceRef,
  connectionId: string,
  now: Instant,
): Promise<void> {
  const named = await updateService(ports, ref, (service) => {
    if (service.connectionIds.includes(connectionId)) return undefined;
    if (service.state !== "ready") throw serviceNotReady(service);
    if (service.connectionIds.length >= CONNECTIONS_PER_SERVICE_MAX) throw connectionLimitReached();
    const nextActionAt = plus(now, REQUEST_OVER_MS);
    return { set: { nextActionAt }, append: { connectionIds: [connectionId] } };
  });
  if (!named) throw notFound("data service");
}

/** 409: its folder is the portal's own, and Keyturn makes no users for it. */
function adoptedService(): DomainError {
  const detail = "The data service was adopted: Keyturn makes no further users for its folder.";
  return new DomainError("adopted_service", detail);
}

function connectionLimitReached(): DomainError {
  const detail = `A data service has at most ${CONNECTIONS_PER_SERVICE_MAX} connections.`;
  return new DomainError("connection_limit_reached", detail, {
    params: { max: CONNECTIONS_PER_SERVICE_MAX },
  });
}
