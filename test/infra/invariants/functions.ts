import { join } from "node:path";
import { settingsFrom } from "../../../functions/env.ts";
import { lambdaEntries } from "../../support/bundled-clients.ts";
import { managedBuckets } from "../buckets.ts";
import { allOf, differences, type Graph, inputAt, textOf, unless } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { mayDo } from "../policies.ts";

/** Lambda ends a function then; an operation is over by 17 s (core/key/operation.ts). */
const TIMEOUT_SECONDS = 20;

/** Every entry point of functions/ is deployed once, and nothing else is. */
export function everyEntryPointIsDeployed(graph: Graph): string[] {
  const root = join(import.meta.dirname, "../../..");
  const wanted = lambdaEntries(root).map((entry) => entry.replace(/ts$/, "handler"));
  const found = lambdasOf(graph).map(({ handler }) => handler);
  return [
    ...differences("entry points", found, wanted),
    ...unless(found.length === wanted.length, "one is deployed twice"),
  ];
}

/** As measured and documented: arm64, Node 24, time for a key operation to end, no public URL of its own. */
export function functionsRunAsMeasured(graph: Graph): string[] {
  const isPaused = graph.settings.KEYTURN_PAUSED === "true";
  const runs = lambdasOf(graph).flatMap(({ name, fn }) => [
    ...unless(String(fn.inputs.architectures) === "arm64", `${name} does not run on arm64`),
    ...unless(fn.inputs.runtime === "nodejs24.x", `${name} runs on ${fn.inputs.runtime}`),
    ...unless(fn.inputs.timeout === TIMEOUT_SECONDS, `${name} has ${fn.inputs.timeout} s`),
    ...unless(typeof fn.inputs.memorySize === "number", `${name} has no memory chosen`),
    ...unless(
      fn.inputs.reservedConcurrentExecutions === (isPaused ? 0 : undefined),
      `${name} ${isPaused ? "is not paused" : "is held to some concurrency"}`,
    ),
  ]);
  return [
    ...runs,
    ...allOf(graph, "aws:lambda/functionUrl:FunctionUrl").map(({ name }) => `${name} is a URL`),
  ];
}

/** JSON logs in a group of its own, kept for a while, which the function may write to. */
export function logsAreKept(graph: Graph): string[] {
  const groups = allOf(graph, "aws:cloudwatch/logGroup:LogGroup");
  const forEver = groups.filter(({ inputs }) => !(Number(inputs.retentionInDays) > 0));
  const silent = lambdasOf(graph).flatMap(({ name, fn, role }) => {
    const group = groups.find(({ id }) => id === textOf(fn, "loggingConfig", "logGroup"));
    const mayLog = ["logs:CreateLogStream", "logs:PutLogEvents"].every((action) =>
      mayDo(role, action, `${group?.arn}:*`),
    );
    return [
      ...unless(inputAt(fn, "loggingConfig", "logFormat") === "JSON", `${name} does not log JSON`),
      ...unless(group !== undefined, `${name} logs to a group that nobody makes`),
      ...unless(mayLog, `${name} may not write its logs`),
    ];
  });
  return [...silent, ...forEver.map(({ name }) => `${name} is kept for ever`)];
}

/** The names that a function's environment may have. SST adds its own, with a key, unless told otherwise. */
const NAMES = /^(KEYTURN|POWERTOOLS|NODE)_[A-Z_]+$/;
const SECRET = /SECRET|PASSWORD|TOKEN|CREDENTIAL|PRIVATE|(?<!ACCESS_)KEY$/;

/** No secret in any environment variable, and nothing that functions/env.ts does not know. */
export function environmentsHoldNoSecret(graph: Graph): string[] {
  return lambdasOf(graph).flatMap(({ name, environment }) =>
    Object.entries(environment).flatMap(([variable, value]) => [
      ...unless(NAMES.test(variable) && !SECRET.test(variable), `${name} has ${variable} in its environment`),
      ...unless(typeof value === "string", `${name} has a secret in ${variable}`),
      ...unless(
        !/AKIA|ASIA|-----BEGIN|eyJ/.test(String(value)),
        `${name} has what looks like a key in ${variable}`,
      ),
    ]),
  );
}

/** Every function can start with what the stack tells it, and is told of what the stack made. */
export function everyFunctionCanStart(graph: Graph): string[] {
  const [table] = allOf(graph, "aws:dynamodb/table:Table");
  const buckets = managedBuckets(graph).map(({ id, inputs }) => ({
    region: inputs.region,
    bucket: id,
  }));
  const [boundary] = allOf(graph, "aws:iam/policy:Policy");
  return lambdasOf(graph).flatMap(({ name, environment }) => {
    try {
      const told = settingsFrom(environment as Record<string, string>);
      const inOrder = (list: object[]) => JSON.stringify(list.map((one) => JSON.stringify(one)).sort());
      return [
        ...unless(told.tableName === table?.id, `${name} is told of the table ${told.tableName}`),
        ...unless(told.boundaryArn === boundary?.arn, `${name} is told of the boundary ${told.boundaryArn}`),
        ...unless(inOrder(told.buckets) === inOrder(buckets), `${name} is told of other buckets`),
      ];
    } catch (fault) {
      return [`${name} cannot start: ${String(fault)}`];
    }
  });
}

/** Minified: functions/bundles.test.ts bounds the bytes of such bundles. */
export function bundlesAreMinified(graph: Graph): string[] {
  return graph.builds.flatMap(({ functionID, minify }) => unless(minify, `${functionID} is not minified`));
}
