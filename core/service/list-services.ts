import type { Org } from "../org/org.ts";
import { decodeCursor, type Page, type PageRequest, pageOf } from "../page.ts";
import type { Service } from "./service.ts";
import type { Services } from "./services.ts";

/** The org's data services, in the order of their ids. Throws invalid_cursor. */
export async function listServices(
  ports: { services: Services },
  org: Org,
  request: PageRequest,
): Promise<Page<Service>> {
  const list = `services ${org}`;
  const wanted = request.limit + 1;
  const found: Service[] = [];
  let after = decodeCursor(list, request.cursor);
  for (;;) {
    const records = await ports.services.page(org, wanted, after);
    found.push(...records.filter((service) => service.state !== "deleted"));
    after = records.at(-1)?.serviceId;
    if (found.length >= wanted || records.length < wanted) break;
  }
  return pageOf(list, request.limit, found, (service) => service.serviceId);
}
