import { DomainError, notFound } from "../errors.ts";
import type { Org } from "../org/org.ts";
import type { Service } from "./service.ts";
import type { Services } from "./services.ts";

/** The org's data service. Another org's, a deleted one and one that never was are the same: not_found. */
export async function findService(
  ports: { services: Services },
  org: Org,
  serviceId: string,
): Promise<Service> {
  const service = await ports.services.find({ org, serviceId });
  if (!service || service.state === "deleted") throw notFound("data service");
  return service;
}

export function serviceNotReady(service: Service): DomainError {
  return new DomainError("service_not_ready", `The data service is ${service.state}.`, {
    params: { state: service.state },
    retryAfterSeconds: 5,
  });
}
