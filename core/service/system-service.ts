import { DomainError } from "../errors.ts";
import type { Service } from "./service.ts";

/** What Keyturn made by itself stays as it made it. Throws system_service. */
export function assertNotSystem(service: Pick<Service, "system"> | undefined): void {
  if (service?.system === undefined) return;
  const detail =
    "This is the org's own storage in a region: it keeps its name and its one connection, and is not deleted.";
  throw new DomainError("system_service", detail);
}
