import {
  EVENT_SOURCE,
  FIND_DRIFT,
  NOTIFY_DEPENDENTS,
  SWEEP_SHARD,
} from "../../../functions/subscriptions.ts";
import { busesOf } from "../buses.ts";
import { allOf, differences, type Graph, type Resource, textOf } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { grantedBy, statementsOf } from "../policies.ts";

const ARCHIVED_DAYS = 90;
/** Which Lambdas may put events where, and of which types: of any, where none is named. */
const SPEAKERS = {
  keyturn: ["relayOutbox ", "startSweep "],
  internal: [
    `startSweep ${SWEEP_SHARD}`,
    `sweepShard ${SWEEP_SHARD},${NOTIFY_DEPENDENTS}`,
    `findDrift ${FIND_DRIFT}`,
    `notifyDependents ${NOTIFY_DEPENDENTS}`,
  ],
};

/** Only the relay puts events on `keyturn`: nobody else is granted it, and the bus refuses whoever else was. */
export function onlyTheRelaySpeaks(graph: Graph): string[] {
  return onlyTheseSpeak(graph, "keyturn");
}

/** Only who has to asks for work, and only for that: what is asked is not looked at any more closely, and is mailed. */
export function workIsAskedForByItsOwn(graph: Graph): string[] {
  return onlyTheseSpeak(graph, "internal");
}

function onlyTheseSpeak(graph: Graph, name: keyof typeof SPEAKERS): string[] {
  const bus = busesOf(graph)[name];
  const granted = lambdasOf(graph).flatMap((lambda) =>
    grantedBy(lambda.role)
      .filter(({ resources }) => resources.includes(bus?.arn ?? ""))
      .map(({ conditions }) => ({ lambda, types: conditions["StringEquals events:detail-type"] ?? [] })),
  );
  return [
    ...differences(
      `speakers on ${name}`,
      granted.map(({ lambda, types }) => `${lambda.name} ${types}`),
      SPEAKERS[name],
    ),
    ...differences(
      `believed on ${name}`,
      believedOn(graph, bus),
      granted.map(({ lambda }) => lambda.role.arn ?? lambda.role.name),
    ),
  ];
}

/** The roles that a bus's policy does not refuse; anybody at all, if it refuses nobody. */
function believedOn(graph: Graph, bus: Resource | undefined): string[] {
  const policies = allOf(graph, "aws:cloudwatch/eventBusPolicy:EventBusPolicy");
  const policy = policies.find(({ inputs }) => inputs.eventBusName === bus?.id);
  if (!policy) return ["anybody"];
  const statements = statementsOf(textOf(policy, "policy"));
  const denial = statements.find(
    ({ effect, principals, actions, resources, conditions }) =>
      effect === "Deny" &&
      `${principals} ${actions} ${resources}` === `* events:PutEvents ${bus?.arn}` &&
      Object.keys(conditions).toSorted().join() === "ArnNotEquals aws:PrincipalArn,Null aws:PrincipalArn" &&
      String(conditions["Null aws:PrincipalArn"]) === "false",
  );
  const allowed = statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals);
  return denial ? [...(denial.conditions["ArnNotEquals aws:PrincipalArn"] ?? []), ...allowed] : ["anybody"];
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
