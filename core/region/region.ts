import type { ManagedBucket } from "../connection/provisioning.ts";
import { derivedSeed, firstConnectionIdOf, serviceIdFrom } from "../ids.ts";
import type { Org } from "../org/org.ts";

/** A region of the deployment. What lies in one that is not enabled goes on working; nothing new is made there. */
export interface DeployedRegion extends ManagedBucket {
  enabled: boolean;
  /** Where S3 clients find the region's bucket. */
  s3Endpoint: string;
}

/**
 * The ids of an org's own storage in a region: a data service that Keyturn makes by itself, and its one connection. They
 * follow from the org and the region alone, so that everybody who is the first to ask for a key means the same one.
 */
export function regionalIdsOf(org: Org, region: string): { serviceId: string; connectionId: string } {
  const serviceId = serviceIdFrom(derivedSeed(org, "regional", region));
  return { serviceId, connectionId: firstConnectionIdOf(serviceId) };
}
