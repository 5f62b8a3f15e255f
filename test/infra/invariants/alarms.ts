import { USERS_PER_CELL_MAX } from "../../../core/connection/provisioning.ts";
import { METRIC_NAMESPACE, type metrics } from "../../../functions/metrics.ts";
import { table } from "../../../functions/table.ts";
import { allOf, differences, type Graph, type Resource, unless } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { neverMeasured } from "../measured.ts";

/** A metric as an alarm or a graph names it: `AWS/SQS Depth QueueName=…`. */
type MetricId = string;

interface AlarmMetric {
  namespace: string;
  metricName: string;
  dimensions?: Record<string, string>;
}

/** What the alarm looks at, itself or by an expression that fills in zeros. */
function metricOf({ inputs }: Resource): Required<AlarmMetric> {
  const queries = inputs.metricQueries as { metric?: AlarmMetric }[] | undefined;
  const metric = queries?.find((query) => query.metric)?.metric ?? (inputs as unknown as AlarmMetric);
  return { dimensions: {}, ...metric };
}

/** An alarm tells the topic, of something that exists. */
export function alarmsReachSomebody(graph: Graph): string[] {
  const topics = allOf(graph, "aws:sns/topic:Topic").map(({ arn }) => arn);
  const alarms = allOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
  const mails = allOf(graph, "aws:sns/topicSubscription:TopicSubscription").map(
    ({ inputs }) => inputs.endpoint,
  );
  const unheard = alarms.filter(({ inputs }) =>
    ["alarmActions", "okActions"].some((actions) => !topics.some((arn) => String(inputs[actions]) === arn)),
  );
  return [
    ...unheard.map(({ name }) => `${name} tells nobody`),
    ...differences("mails", mails.map(String), [graph.settings.KEYTURN_ALARM_EMAIL || []].flat()),
    ...alarms.flatMap((alarm) => {
      const { namespace, metricName, dimensions } = metricOf(alarm);
      return neverMeasured(graph, namespace, metricName, dimensions).map(
        (fault) => `${alarm.name}: ${fault}`,
      );
    }),
  ];
}

/** What must be watched: each with how bad it may get before somebody is told. */
export function whatMattersIsWatched(graph: Graph): string[] {
  const alarms = allOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
  const found = new Map<MetricId, Resource[]>();
  for (const alarm of alarms) {
    const { namespace, metricName, dimensions } = metricOf(alarm);
    const named = Object.entries(dimensions).map((pair) => pair.join("="));
    const id = [namespace, metricName, ...named.sort()].join(" ");
    found.set(id, [...(found.get(id) ?? []), alarm]);
  }
  const own = (name: keyof typeof metrics) => `${METRIC_NAMESPACE} ${graph.app.stage}.${name}`;
  const wanted: Record<MetricId, number> = {
    ...each(graph, "aws:sqs/queue:Queue", "AWS/SQS ApproximateNumberOfMessagesVisible QueueName", 1),
    ...each(graph, "aws:lambda/function:Function", "AWS/Lambda Throttles FunctionName", 1),
    ...each(graph, "aws:apigatewayv2/api:Api", "AWS/ApiGateway 5xx ApiId", 5),
    ...ofTables(graph, "AWS/DynamoDB ReadThrottleEvents TableName"),
    ...ofTables(graph, "AWS/DynamoDB WriteThrottleEvents TableName"),
    ...Object.fromEntries(workers(graph).map((name) => [`AWS/Lambda Errors FunctionName=${name}`, 1])),
    [own("OldestOutboxSeconds")]: 300,
    [own("Throttled")]: 10,
    [own("MailRefused")]: 1,
    [own("Drift")]: 1,
    [own("IamUsers")]: USERS_PER_CELL_MAX * 0.8,
  };
  return Object.entries(wanted).flatMap(([id, most]) => {
    const watching =
      found.get(id)?.filter(({ inputs }) => inputs.comparisonOperator !== "LessThanThreshold") ?? [];
    const inTime = watching.some(({ inputs }) => Number(inputs.threshold) <= most);
    return unless(inTime, `nobody is told when ${id} reaches ${most}`);
  });
}

/** A schedule that stopped makes no errors: somebody is told of its silence. */
export function silenceIsHeard(graph: Graph): string[] {
  const heard = allOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").some(
    ({ inputs }) =>
      inputs.metricName === "Invocations" &&
      inputs.comparisonOperator === "LessThanThreshold" &&
      inputs.treatMissingData === "breaching",
  );
  return unless(heard, "nobody is told when the schedule stops");
}

/** CloudWatch ignores missing figures of DynamoDB: without zeros such an alarm, once raised, is never over. */
export function tableAlarmsEnd(graph: Graph): string[] {
  const ofTables = allOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").filter(
    (alarm) => metricOf(alarm).namespace === "AWS/DynamoDB",
  );
  return ofTables.flatMap(({ name, inputs }) => {
    const queries = (inputs.metricQueries ?? []) as { expression?: string; returnData?: boolean }[];
    const isFilled = queries.some(
      ({ expression, returnData }) => returnData && /^FILL\(\w+, 0\)$/.test(expression ?? ""),
    );
    return unless(isFilled, `${name} is never over`);
  });
}

/** Those that nobody waits for. */
function workers(graph: Graph): string[] {
  return lambdasOf(graph).flatMap(({ handler, functionName }) =>
    handler.startsWith("functions/lambdas/") ? [] : [functionName],
  );
}

/** A table's figures leave out those of its indexes. */
function ofTables(graph: Graph, metric: string): Record<MetricId, number> {
  const tables = each(graph, "aws:dynamodb/table:Table", metric, 1);
  const indexes = Object.values(table.indexes).flatMap(({ name }) =>
    Object.keys(tables).map((id) => [
      id.replace("TableName", `GlobalSecondaryIndexName=${name} TableName`),
      1,
    ]),
  );
  return { ...tables, ...Object.fromEntries(indexes) };
}

function each(
  graph: Graph,
  type: Parameters<typeof allOf>[1],
  metric: string,
  most: number,
): Record<MetricId, number> {
  return Object.fromEntries(allOf(graph, type).map(({ id }) => [`${metric}=${id}`, most]));
}
