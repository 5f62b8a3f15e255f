import type { Graph } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { grantedBy } from "../policies.ts";

/** Where customers' old pairs are tried. */
const READERS = ["pairs", "sweepShard"];

/** Customers' pairs are read where the old one is tried, and nowhere else. */
export function pairsAreReadWhereTheyAreTried(graph: Graph): string[] {
  return lambdasOf(graph)
    .filter(({ name, role }) => {
      const reads = grantedBy(role).some(({ actions }) => actions.includes("secretsmanager:GetSecretValue"));
      return reads && !READERS.includes(name);
    })
    .map(({ name }) => `${name} may read customers' pairs`);
}
