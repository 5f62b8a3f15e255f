import { contended } from "../errors.ts";
import type { RecordPorts } from "../ports.ts";
import { equals, type Patch, PatchRefused } from "../record/patch.ts";
import type { Service, ServiceRef } from "./service.ts";

const ATTEMPTS_MAX = 20;

/**
 * Changes a data service as it is found, and again when somebody else wrote meanwhile; not at all when `decide`
 * finds nothing to change. Answers the record as it then is. A lost reply is no matter: found again, there is
 * nothing left to change. Throws what `decide` throws; DomainError `unavailable`; CallFailed.
 */
export async function updateService(
  ports: RecordPorts,
  ref: ServiceRef,
  decide: (service: Service) => Omit<Patch<Service>, "when"> | undefined,
): Promise<Service | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const service = await ports.services.find(ref);
    const change = service && decide(service);
    if (!change) return service;
    try {
      return await ports.services.update(ref, { ...change, when: [equals("version", service.version)] });
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error;
    }
  }
  throw contended();
}
