import { type Graph, unless } from "../graph.ts";

/** What a missing output of another resource looks like where a name should be. */
const UNRESOLVED = /\bundefined\b|\bNaN\b|\[object |Calling \[toString\]/;

/** Every name, ARN and policy is made of values that exist. */
export function everythingIsResolved(graph: Graph): string[] {
  return graph.resources
    .filter(({ type }) => type.startsWith("aws:"))
    .flatMap(({ name, inputs }) =>
      unless(!UNRESOLVED.test(JSON.stringify(inputs)), `${name} is made of something unknown`),
    );
}

/** What people and programs look for by name is called after the stage; one account can hold several. */
export function namesSayTheStage(graph: Graph): string[] {
  const named =
    /^aws:(dynamodb\/table|cloudwatch\/eventBus|lambda\/function|sqs\/queue|s3\/bucket|sns\/topic|cloudwatch\/metricAlarm|cloudwatch\/eventArchive|scheduler\/schedule|iam\/policy|apigatewayv2\/api):/;
  const prefix = `keyturn-${graph.app.stage}`;
  return graph.resources
    .filter(({ type, lookedUp }) => named.test(type) && !lookedUp)
    .flatMap(({ name, inputs }) => {
      const called = String(inputs.name ?? inputs.bucket);
      return unless(called === prefix || called.startsWith(`${prefix}-`), `${name} is called ${called}`);
    });
}
