import type { DriftPorts } from "../../core/drift/drift-ports.ts";
import type { Bus } from "../../core/journal/bus.ts";
import type { SweepPorts } from "../../core/ports.ts";
import type { MemoryRecords } from "../../core/testing/memory-records.ts";

export type AllPorts = SweepPorts & MemoryRecords & Pick<DriftPorts, "userList" | "pace"> & { bus: Bus };

/** A change to the ports underneath the faults that breaks a rule on purpose. */
export type Sabotage = (ports: AllPorts) => AllPorts;

/** Whatever calls AWS, and so may fail. */
export const INTERPOSED = [
  ...(["connections", "services", "pipelines", "policies", "journal", "outboxes", "agenda", "bus"] as const),
  ...(["accessKeys", "provisioning", "deprovisioning", "secrets", "pairChecks"] as const),
  ...(["userList", "unmanagedUsers"] as const),
];
