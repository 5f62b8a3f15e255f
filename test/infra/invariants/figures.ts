import { METRIC_NAMESPACE, metrics } from "../../../functions/metrics.ts";
import { allOf, differences, type Graph, textOf, unless } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { neverMeasured } from "../measured.ts";

/** Keyturn's own figures are taken from the logs of the functions that write them. */
export function figuresAreTaken(graph: Graph): string[] {
  const lambdas = lambdasOf(graph);
  const found = allOf(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map((filter) => {
    const lambda = lambdas.find(
      ({ fn }) => textOf(fn, "loggingConfig", "logGroup") === filter.inputs.logGroupName,
    );
    const transformation = filter.inputs.metricTransformation as Record<string, string>;
    const { namespace, name, value } = transformation;
    return [namespace, name, lambda?.name, filter.inputs.pattern, value].join(" ");
  });
  const wanted = Object.entries(metrics).flatMap(([name, { pattern, value, lambdas: writers }]) =>
    writers.map((lambda) =>
      [METRIC_NAMESPACE, `${graph.app.stage}.${name}`, lambda, pattern, value].join(" "),
    ),
  );
  return differences("figures", found, wanted);
}

/** The dashboard draws what is measured. */
export function theDashboardShowsWhatExists(graph: Graph): string[] {
  const [dashboard, ...more] = allOf(graph, "aws:cloudwatch/dashboard:Dashboard");
  if (!dashboard || more.length > 0) return ["there is not one dashboard"];
  const { widgets } = JSON.parse(textOf(dashboard, "dashboardBody")) as {
    widgets: { properties: { region: string; metrics: unknown[][] } }[];
  };
  const lines = widgets.flatMap(({ properties }) => properties.metrics);
  const home = graph.app.providers.aws?.region;
  return [
    ...widgets.filter(({ properties }) => properties.region !== home).map(() => `a graph is not of ${home}`),
    ...unless(lines.length > 0, "the dashboard is empty"),
    ...lines.flatMap(([namespace, metric, ...rest]) => {
      const pairs = rest.filter((part): part is string => typeof part === "string");
      const dimensions = Object.fromEntries(
        pairs.flatMap((name, place) => (place % 2 ? [] : [[name, pairs[place + 1]]])),
      );
      return neverMeasured(graph, String(namespace), String(metric), dimensions as Record<string, string>);
    }),
  ];
}
