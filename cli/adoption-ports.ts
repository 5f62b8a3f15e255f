import type { AdoptionPorts } from "../core/adoption/examine-row.ts";
import { iamExistingUsers } from "../functions/adapters/iam-existing-users.ts";
import { cellOf, patientIam, recordPortsIn } from "./ports.ts";

type Environment = Record<string, string | undefined>;

/** What adopting users needs, with the operator's own credentials. Throws UsageFault. */
export function adoptionPorts(environment: Environment): AdoptionPorts {
  const existingUsers = iamExistingUsers(cellOf(patientIam()), { deniedIsMissing: false });
  return { ...recordPortsIn(environment), existingUsers };
}
