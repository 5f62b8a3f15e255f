import type { Connection } from "../connection/connection.ts";
import type { Policies } from "./policies.ts";
import type { PolicyInForce } from "./policy.ts";
import { policyInForce } from "./policy-in-force.ts";

/**
 * The policy to plan a connection by, read once for each org in a pass over many: again only when a record has been
 * planned by a newer one.
 */
export function policiesOfPass(ports: {
  policies: Policies;
}): (connection: Connection) => Promise<PolicyInForce> {
  const read = new Map<string, Promise<PolicyInForce>>();
  const readNow = (org: string) => {
    const reading = policyInForce(ports, org);
    read.set(org, reading);
    reading.catch(() => read.delete(org));
    return reading;
  };
  return async ({ org, policyVersion = 0 }) => {
    const known = await (read.get(org) ?? readNow(org));
    return known.policyVersion >= policyVersion ? known : readNow(org);
  };
}
