import type { Graph } from "../graph.ts";
import { differences } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { grantedBy } from "../policies.ts";

const WRITES = ["PutItem", "UpdateItem", "DeleteItem"].map((call) => `dynamodb:${call}`);

/** Who tells dependents, by what others have named, writes what is kept of notices and mails, and no record. */
export function noticesAreAllThatTheirTellerWrites(graph: Graph): string[] {
  const grants = lambdasOf(graph)
    .filter(({ name }) => name === "notifyDependents")
    .flatMap(({ role }) => grantedBy(role));
  const found = grants.flatMap(({ actions, conditions }) => {
    const where = conditions["ForAllValues:StringLike dynamodb:LeadingKeys"] ?? "all";
    return actions.filter((action) => WRITES.includes(action)).map((action) => `${action} in ${where}`);
  });
  return differences("writes", found, ["dynamodb:PutItem in NOTICES#*", "dynamodb:UpdateItem in NOTICES#*"]);
}
