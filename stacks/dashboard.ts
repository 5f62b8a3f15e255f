import { awsMetric, depthOf, type Metric, ownMetric } from "./metrics.ts";
import { nameOf } from "./names.ts";
import type { WatchedThings } from "./watched.ts";

/** A line in a graph: a metric and how it is summed up. */
type Line = Metric & { stat: "Sum" | "Maximum" | "p50" | "p95" };

interface Graph {
  title: string;
  lines: Line[];
}

const WIDTH = 8;
const HEIGHT = 6;
const COLUMNS = 3;

/** What an operator looks at first: who asks, what goes wrong, what waits. */
export function drawDashboard(things: WatchedThings): void {
  const { region } = aws.getRegionOutput();
  const body = $util.all([region, graphs(things)]).apply(([where, drawn]) => ({
    widgets: drawn.map((graph, place) => ({
      type: "metric",
      width: WIDTH,
      height: HEIGHT,
      x: (place % COLUMNS) * WIDTH,
      y: Math.floor(place / COLUMNS) * HEIGHT,
      properties: { title: graph.title, region: where, period: 60, metrics: graph.lines.map(drawnLine) },
    })),
  }));
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: nameOf(),
    dashboardBody: body.apply((made) => JSON.stringify(made)),
  });
}

function graphs({ api, table, lambdas }: WatchedThings): Graph[] {
  const ofApi = (metricName: string) => awsMetric("ApiGateway", metricName, { ApiId: api.nodes.api.id });
  const ofTable = (metricName: string) => awsMetric("DynamoDB", metricName, { TableName: table.name });
  const { relayOutbox, startSweep, sweepShard, findDrift, notifyDependents } = lambdas;
  const workers = [relayOutbox, startSweep, sweepShard, findDrift, notifyDependents];
  const ofEach = (metricName: string, stat: Line["stat"]): Line[] =>
    Object.values(lambdas).map(({ functionName }) => ({
      ...awsMetric("Lambda", metricName, { FunctionName: functionName }),
      stat,
    }));
  const sum = (metric: Metric): Line => ({ ...metric, stat: "Sum" });
  const most = (metric: Metric): Line => ({ ...metric, stat: "Maximum" });
  return [
    { title: "Requests", lines: ["Count", "4xx", "5xx"].map((name) => sum(ofApi(name))) },
    {
      title: "Latency (ms)",
      lines: (["p50", "p95"] as const).map((stat) => ({ ...ofApi("Latency"), stat })),
    },
    { title: "Failed invocations", lines: ofEach("Errors", "Sum") },
    { title: "Duration, p95 (ms)", lines: ofEach("Duration", "p95") },
    { title: "The event that has waited longest (s)", lines: [most(ownMetric("OldestOutboxSeconds"))] },
    { title: "Failed for good", lines: workers.map((worker) => most(depthOf(worker))) },
    { title: "Throttled by AWS", lines: [sum(ownMetric("Throttled")), ...ofEach("Throttles", "Sum")] },
    { title: "Due, and could not be done", lines: [sum(ownMetric("Unattended"))] },
    { title: "Changed in IAM behind Keyturn's back", lines: [sum(ownMetric("Drift"))] },
    { title: "IAM users", lines: [most(ownMetric("IamUsers"))] },
    {
      title: "Table units",
      lines: ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"].map((name) => sum(ofTable(name))),
    },
  ];
}

/** As a dashboard writes a line: `[namespace, metric, name, value, …, options]`. */
function drawnLine({ namespace, metricName, dimensions = {}, stat }: $util.Unwrap<Line>): unknown[] {
  return [namespace, metricName, ...Object.entries(dimensions).flat(), { stat }];
}
