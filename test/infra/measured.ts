import { METRIC_NAMESPACE } from "../../functions/metrics.ts";
import { table } from "../../functions/table.ts";
import { allOf, type Graph, type Resource, textOf, unless } from "./graph.ts";

/** What AWS itself measures of each resource, by the dimension that names it. */
function measured(graph: Graph): Record<string, Set<string>> {
  const ids = (resources: Resource[]) => new Set(resources.map(({ id }) => id));
  return {
    "AWS/Lambda FunctionName": ids(allOf(graph, "aws:lambda/function:Function")),
    "AWS/SQS QueueName": ids(allOf(graph, "aws:sqs/queue:Queue")),
    "AWS/DynamoDB TableName": ids(allOf(graph, "aws:dynamodb/table:Table")),
    "AWS/DynamoDB GlobalSecondaryIndexName": new Set(Object.values(table.indexes).map(({ name }) => name)),
    "AWS/ApiGateway ApiId": ids(allOf(graph, "aws:apigatewayv2/api:Api")),
    "AWS/Events EventBusName": ids(allOf(graph, "aws:cloudwatch/eventBus:EventBus")),
  };
}

/** Of an alarm's or a graph's metric, what would never have a figure. */
export function neverMeasured(
  graph: Graph,
  namespace: string,
  metric: string,
  dimensions: Record<string, string>,
): string[] {
  const own = allOf(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map((filter) =>
    textOf(filter, "metricTransformation", "name"),
  );
  if (namespace === METRIC_NAMESPACE) return unless(own.includes(metric), `nothing measures ${metric}`);
  const things = measured(graph);
  return Object.entries(dimensions).flatMap(([dimension, value]) =>
    unless(
      things[`${namespace} ${dimension}`]?.has(value) ?? false,
      `${namespace} ${metric} is of no ${dimension} ${value}`,
    ),
  );
}
