import { METRIC_NAMESPACE, metrics } from "../functions/metrics.ts";
import type { Lambdas } from "./lambdas.ts";

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
export function metricOfStage(name: string): string {
  return `${$app.stage}.${name}`;
}
