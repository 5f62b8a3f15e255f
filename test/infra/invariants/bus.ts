import { EVENT_SOURCE } from "../../../functions/subscriptions.ts";
import { busesOf } from "../buses.ts";
import { allOf, differences, type Graph, type Resource, textOf } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { grantedBy, statementsOf } from "../policies.ts";

const ARCHIVED_DAYS = 90;
/** Which Lambdas may put events where. */
const SPEAKERS = {
  keyturn: ["relayOutbox", "startSweep"],
  internal: ["startSweep", "sweepShard", "notifyDependents"],
};

/** Only the relay puts events on `keyturn`: nobody else is granted it, and the bus refuses whoever else was. */
export function onlyTheRelaySpeaks(graph: Graph): string[] {
  const buses = busesOf(graph);
  const lambdas = lambdasOf(graph);
  const speakersOn = (bus: Resource | undefined) =>
    lambdas.filter(({ role }) => grantedBy(role).some((one) => one.resources.includes(bus?.arn ?? "")));
  const policies = allOf(graph, "aws:cloudwatch/eventBusPolicy:EventBusPolicy");
  const believed = policies.flatMap((policy) => believedBy(policy, buses.keyturn));
  return [
    ...differences(
      "speakers on keyturn",
      speakersOn(buses.keyturn).map(({ name }) => name),
      SPEAKERS.keyturn,
    ),
    ...differences(
      "speakers inside",
      speakersOn(buses.internal).map(({ name }) => name),
      SPEAKERS.internal,
    ),
    ...differences(
      "believed",
      believed,
      speakersOn(buses.keyturn).map(({ role }) => role.arn ?? role.name),
    ),
  ];
}

/** The roles that a bus's policy does not refuse; anybody at all, if it refuses nobody. */
function believedBy(policy: Resource, bus: Resource | undefined): string[] {
  const statements = statementsOf(textOf(policy, "policy"));
  const denial = statements.find(
    ({ effect, principals, actions, resources, conditions }) =>
      effect === "Deny" &&
      `${principals} ${actions} ${resources}` === `* events:PutEvents ${bus?.arn}` &&
      Object.keys(conditions).toSorted().join() === "ArnNotEquals aws:PrincipalArn,Null aws:PrincipalArn" &&
      String(conditions["Null aws:PrincipalArn"]) === "false",
  );
  const ofBus = policy.inputs.eventBusName === bus?.id;
  const allowed = statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals);
  return ofBus && denial
    ? [...(denial.conditions["ArnNotEquals aws:PrincipalArn"] ?? []), ...allowed]
    : ["anybody"];
}

/** `keyturn` can be replayed for 90 days; what Keyturn asks of itself never can. */
export function eventsAreArchived(graph: Graph): string[] {
  const { keyturn } = busesOf(graph);
  const archives = allOf(graph, "aws:cloudwatch/eventArchive:EventArchive").map((archive) =>
    [archive.inputs.eventSourceArn, archive.inputs.retentionDays, archive.inputs.eventPattern].join(" "),
  );
  return differences("archives", archives, [
    `${keyturn?.arn} ${ARCHIVED_DAYS} {"source":["${EVENT_SOURCE}"]}`,
  ]);
}
