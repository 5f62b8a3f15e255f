import type { Org } from "../org/org.ts";
import { type Page, type PageRequest, readPage } from "../page.ts";
import type { Service } from "./service.ts";
import type { Services } from "./services.ts";

/** The org's data services that `isShown` names, in the order of their ids. Throws invalid_cursor. */
export async function listServices(
  ports: { services: Services },
  org: Org,
  request: PageRequest,
  isShown: (service: Service) => boolean,
): Promise<Page<Service>> {
  return readPage(`services ${org}`, request, {
    batch: request.limit + 1,
    read: (limit, after) => ports.services.page(org, limit, after),
    idOf: (service) => service.serviceId,
    show: (service) => (service.state !== "deleted" && isShown(service) ? service : undefined),
  });
}
