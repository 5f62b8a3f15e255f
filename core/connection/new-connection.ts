import type { Actor } from "../caller/caller.ts";
import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { orgIdOf, slug } from "../org/org.ts";
import type { Deployment } from "../ports.ts";
import type { Creation } from "../record/creation.ts";
import type { Service } from "../service/service.ts";
import { type Connection, touched } from "./connection.ts";
import type { ManagedBucket } from "./provisioning.ts";

/** IAM's limit on a user name is 64 characters: `kt-`, the readable part, a dash, and the id's 32. */
const READABLE_MAX = 28;

/** After this long without an end the sweep takes over what a request began. */
export const REQUEST_OVER_MS = MINUTE_MS;

/** The record of a connection that is to be made. Everything in it follows from the service and the id. */
export function newConnection(
  service: Service,
  connectionId: string,
  managed: ManagedBucket,
  by: Actor,
  now: Instant,
  creation?: Creation,
): Connection {
  return {
    org: service.org,
    connectionId,
    serviceId: service.serviceId,
    serviceName: service.name,
    dependents: service.dependents,
    region: managed.region,
    cellId: managed.cellId,
    bucket: managed.bucket,
    folder: folderOf(service),
    userName: `kt-${slug(service.name, READABLE_MAX)}-${connectionId.slice("con_".length)}`,
    state: "creating",
    ...(creation && { creation }),
    windows: [],
    deletedKeys: [],
    unmanagedIds: [],
    recentOperations: [],
    idempotency: {},
    outbox: [],
    sequence: 0,
    nextActionAt: plus(now, REQUEST_OVER_MS),
    version: 1,
    createdOn: now,
    ...touched(by.name, now),
  };
}

/** Its part of the org's folder. The org's own storage in a region is all of that. */
function folderOf({ org, system, folderName }: Service): string {
  return system === "regional" ? `${orgIdOf(org)}/` : `${orgIdOf(org)}/${folderName}/`;
}

/** The same where bucket, folder and user are the customer's. Undefined for a service that is the provider's. */
export function customersConnection(
  service: Service,
  connectionId: string,
  { buckets: [any] }: Deployment,
  by: Actor,
  now: Instant,
): Connection | undefined {
  const { customer } = service;
  if (!customer || !any) return undefined;
  const { bucket, folder, region, accountId, userName } = customer;
  const made = newConnection(service, connectionId, { region, bucket, cellId: any.cellId }, by, now);
  return { ...made, folder, userName, customer: { accountId } };
}

/** The region's managed bucket, or the default region's. Throws region_not_enabled. */
export function managedBucket(deployment: Deployment, region?: string): ManagedBucket {
  const managed = region ? deployment.buckets.find((one) => one.region === region) : deployment.buckets[0];
  if (managed) return managed;
  throw regionNotEnabled(region);
}

/** The same in any region of the deployment, for what was begun there while it was enabled. */
export function bucketOfRegion({ regions }: Deployment, region: string): ManagedBucket {
  const managed = regions.find((one) => one.region === region);
  if (managed) return managed;
  throw regionNotEnabled(region);
}

/** 404: no new folder is made there, and no first key. */
export function regionNotEnabled(region = ""): DomainError {
  return new DomainError("region_not_enabled", "The region is not enabled here.", { params: { region } });
}
