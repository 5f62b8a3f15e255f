import type { Connection } from "../connection/connection.ts";
import type { PolicyInForce } from "./policy.ts";
import { type PolicyPorts, policyInForce } from "./policy-in-force.ts";

/**
 * The policy to plan a connection by, read once for each org in a pass over many: again only when a record has been
 * planned by a newer one.
 */
export function policiesOfPass(ports: PolicyPorts): (connection: Connection) => Promise<PolicyInForce> {
  const read = new Map<string, Promise<PolicyInForce>>();
  return async ({ org, policyVersion = 0 }) => {
    const known = await read.get(org);
    if (known && known.policyVersion >= policyVersion) return known;
    const reading = policyInForce(ports, org);
    read.set(org, reading);
    reading.catch(() => read.delete(org));
    return reading;
  };
}
