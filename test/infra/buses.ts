import { allOf, type Graph, type Resource } from "./graph.ts";

/** The bus for everybody, and the one for Keyturn itself. */
export function busesOf(graph: Graph): { keyturn: Resource | undefined; internal: Resource | undefined } {
  const buses = allOf(graph, "aws:cloudwatch/eventBus:EventBus");
  return {
    keyturn: buses.find(({ id }) => id === `keyturn-${graph.app.stage}`),
    internal: buses.find(({ id }) => id === `keyturn-${graph.app.stage}-internal`),
  };
}
