import type { PolicyNames, PolicyTemplates } from "../../local/cloud/lambda-policies.ts";
import { managedBuckets } from "./buckets.ts";
import { allOf, type Graph, textOf } from "./graph.ts";
import { lambdasOf } from "./lambdas.ts";
import { ACCOUNT } from "./synth/mock-cloud.ts";

/** What the policies of a deployed graph name. */
export function policyNamesOf(graph: Graph): PolicyNames {
  const [table] = allOf(graph, "aws:dynamodb/table:Table");
  const [, , , region = ""] = (table?.arn ?? "").split(":");
  const stream = allOf(graph, "aws:lambda/eventSourceMapping:EventSourceMapping")
    .map((mapping) => textOf(mapping, "eventSourceArn").split("/stream/")[1])
    .find((name) => name !== undefined);
  const listOf = (setting: string) => (graph.settings[setting] ?? "").split(",").filter((one) => one !== "");
  return {
    account: ACCOUNT,
    region,
    app: table?.id ?? "",
    bucket: managedBuckets(graph).map(({ id }) => id),
    adoptedPath: listOf("KEYTURN_ADOPTED_USER_PATHS"),
    mailSender: listOf("KEYTURN_MAIL_SENDER"),
    stream: stream ?? "",
  };
}

interface Raw {
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

/** The statements of each Lambda's role. */
export function deployedStatements(graph: Graph): Record<string, Raw[]> {
  const each = lambdasOf(graph).map(({ name, role }) => {
    const policies = role.inputs.inlinePolicies as { policy: string }[];
    return [name, policies.flatMap(({ policy }) => (JSON.parse(policy) as { Statement: Raw[] }).Statement)];
  });
  return Object.fromEntries(each);
}

/** The same with placeholders for what another deployment would name otherwise. */
export function templatesOf(graph: Graph): PolicyTemplates {
  const names = policyNamesOf(graph);
  // What holds others' names comes before them.
  const order = ["bucket", "adoptedPath", "mailSender", "stream", "app", "account", "region"] as const;
  const abstract = (text: string) =>
    order.reduce((filled, name) => {
      const values = [names[name]].flat();
      return values.reduce((rest, value) => rest.replaceAll(value, `{${name}}`), filled);
    }, text);
  const all = (texts: string[]) => [...new Set(texts.map(abstract))];
  const each = Object.entries(deployedStatements(graph)).map(([lambda, statements]) => [
    lambda,
    statements.map(({ Effect, Action, Resource, Condition }) => ({
      ...{ Effect, Action, Resource: all(Resource) },
      ...(Condition && { Condition: mapValues(Condition, (keys) => mapValues(keys, all)) }),
    })),
  ]);
  return Object.fromEntries(each);
}

/** A statement a line. */
export function writtenOut(templates: PolicyTemplates): string {
  const lambdas = Object.entries(templates).map(([lambda, statements]) => {
    const lines = statements.map((statement) => `    ${JSON.stringify(statement)}`);
    return `  ${JSON.stringify(lambda)}: [\n${lines.join(",\n")}\n  ]`;
  });
  return `{\n${lambdas.join(",\n")}\n}\n`;
}

function mapValues<From, To>(of: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));
}
