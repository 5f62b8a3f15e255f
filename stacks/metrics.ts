import { METRIC_NAMESPACE, type MetricName, metrics } from "../functions/metrics.ts";
import type { Lambdas } from "./lambdas.ts";
import type { Worker } from "./worker.ts";

/** A figure of CloudWatch's. */
export interface Metric {
  namespace: string;
  metricName: string;
  dimensions?: Record<string, $util.Input<string>>;
}

/** Takes Keyturn's own figures from the logs of the Lambdas that write them. */
export function measure(lambdas: Lambdas): void {
  for (const [name, { pattern, value, lambdas: measured }] of Object.entries(metrics)) {
    for (const lambda of measured) {
      new aws.cloudwatch.LogMetricFilter(`${name}Of${lambda}`, {
        name: `${name}-${lambda}`,
        logGroupName: lambdas[lambda].logGroup.name,
        pattern,
        metricTransformation: { name: metricOfStage(name), namespace: METRIC_NAMESPACE, value },
      });
    }
  }
}

/** Stages of one account do not share a metric. */
function metricOfStage(name: string): string {
  return `${$app.stage}.${name}`;
}

export function depthOf({ failures }: Worker): Metric {
  const QueueName = failures.nodes.queue.name;
  return awsMetric("SQS", "ApproximateNumberOfMessagesVisible", { QueueName });
}

export function awsMetric(
  service: string,
  metricName: string,
  dimensions: Metric["dimensions"] & object,
): Metric {
  return { namespace: `AWS/${service}`, metricName, dimensions };
}

export function ownMetric(name: MetricName): Metric {
  return { namespace: METRIC_NAMESPACE, metricName: metricOfStage(name) };
}
