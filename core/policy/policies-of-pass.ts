import type { Connection } from "../connection/connection.ts";
import type { Policies } from "./policies.ts";
import type { PolicyInForce } from "./policy.ts";
import { inForce, type PolicyPorts, policyInForce } from "./policy-in-force.ts";

/** What a pass over many connections knows of their orgs' policies. */
export interface PoliciesOfPass {
  /** Reads those that are not known yet in one call. */
  readAhead(connections: readonly Connection[]): Promise<void>;
  /** The policy to plan a connection by. */
  of(connection: Connection): Promise<PolicyInForce>;
}

/** Each org's is read once, and again only when a record has been planned by a newer one. */
export function policiesOfPass(ports: PolicyPorts & { policies: Policies }): PoliciesOfPass {
  const read = new Map<string, PolicyInForce>();
  return {
    async readAhead(connections) {
      const orgs = [...new Set(connections.map(({ org }) => org))].filter((org) => !read.has(org));
      const found = await ports.policies.findMany(orgs);
      const records = new Map(found.map((record) => [record.org, record]));
      const { preset } = ports.deployment;
      for (const org of orgs) read.set(org, inForce(records.get(org), preset));
    },
    async of({ org, policyVersion = 0 }) {
      const known = read.get(org);
      if (known && known.policyVersion >= policyVersion) return known;
      const now = await policyInForce(ports, org);
      read.set(org, now);
      return now;
    },
  };
}
