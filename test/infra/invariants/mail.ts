import type { Graph } from "../graph.ts";
import { differences } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { grantedBy } from "../policies.ts";

/** Mail comes from the sender that the operator named, by the one function that tells dependents; without one, from nobody. */
export function mailComesFromTheSender(graph: Graph): string[] {
  const sender = graph.settings.KEYTURN_MAIL_SENDER;
  const found = lambdasOf(graph).flatMap(({ name, role }) =>
    grantedBy(role)
      .filter(({ actions }) => actions.some((action) => action.startsWith("ses:")))
      .map(({ actions, conditions }) => {
        const { "StringEquals ses:FromAddress": from, ...others } = conditions;
        return `${name} ${actions} as ${from ?? "anybody"}${Object.keys(others)}`;
      }),
  );
  return differences("senders", found, sender ? [`notifyDependents ses:SendEmail as ${sender}`] : []);
}
