import type { Actor } from "../caller/caller.ts";
import { type Instant, plus } from "../clock.ts";
import { type Connection, touched } from "../connection/connection.ts";
import { REQUEST_OVER_MS } from "../connection/new-connection.ts";
import { adoptedServiceIdOf, firstConnectionIdOf } from "../ids.ts";
import { slug } from "../org/org.ts";
import { noDependents } from "../pipeline/dependents.ts";
import type { Service } from "../service/service.ts";
import type { Adoption } from "./adoption.ts";
import type { CheckedRow } from "./plan-row.ts";

const FOLDER_READABLE_MAX = 40;

/** The data service of an adopted user, before it has its connection. Its ids follow from org and user. */
export function adoptedService(
  by: Actor,
  row: Pick<CheckedRow, "serviceName" | "region" | "pipelineIds">,
  adoption: Adoption,
): Service {
  const serviceId = adoptedServiceIdOf(by.org, adoption);
  const now = adoption.adoptedAt;
  return {
    org: by.org,
    serviceId,
    name: row.serviceName,
    type: "s3",
    owner: "provider",
    region: row.region,
    pipelineIds: row.pipelineIds,
    dependents: noDependents,
    connectionIds: [firstConnectionIdOf(serviceId)],
    folderName: `${slug(row.serviceName, FOLDER_READABLE_MAX)}-${serviceId.slice(-16)}`,
    adoption,
    state: "creating",
    outbox: [],
    sequence: 0,
    nextActionAt: plus(now, REQUEST_OVER_MS),
    version: 1,
    createdBy: by.name,
    createdOn: now,
    ...touched(by.name, now),
  };
}

/** Its connection, with its key as it was found; not planned yet. */
export function adoptedConnection(
  service: Service,
  adoption: Adoption,
  by: Pick<Actor, "name">,
  now: Instant,
): Connection {
  const { cellId, userName, bucket, folder, key, sparedIds, adoptedAt } = adoption;
  return {
    org: service.org,
    connectionId: firstConnectionIdOf(service.serviceId),
    serviceId: service.serviceId,
    serviceName: service.name,
    dependents: service.dependents,
    region: service.region,
    ...{ cellId, bucket, folder, userName, adoptedAt },
    state: "ready",
    ...(key && { current: { ...key, adoptedAt } }),
    windows: [],
    deletedKeys: [],
    unmanagedIds: sparedIds,
    recentOperations: [],
    idempotency: {},
    outbox: [],
    sequence: 0,
    version: 1,
    createdOn: now,
    ...touched(by.name, now),
  };
}
