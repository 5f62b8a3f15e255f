import {
  daily,
  eventPattern,
  type Subscription,
  schedule,
  stream,
  subscriptions,
} from "../../../functions/subscriptions.ts";
import { busesOf } from "../buses.ts";
import { allOf, differences, type Graph, inputAt, type Resource, textOf, unless } from "../graph.ts";
import { lambdaAt } from "../lambdas.ts";

/** Events wake exactly the functions of functions/subscriptions.ts. */
export function subscriptionsAreAsDeclared(graph: Graph): string[] {
  const { keyturn, internal } = busesOf(graph);
  const wanted = Object.values<Subscription>(subscriptions).flatMap(({ to, handler, retries }) =>
    to.map((one) => [one.bus, JSON.stringify(eventPattern(one)), handler, retries].join(" ")),
  );
  const found = allOf(graph, "aws:cloudwatch/eventRule:EventRule").flatMap((rule) => {
    const bus =
      rule.inputs.eventBusName === keyturn?.id
        ? "keyturn"
        : rule.inputs.eventBusName === internal?.id && "internal";
    return targetsOf(graph, rule).map(({ handler, retries }) =>
      [bus, textOf(rule, "eventPattern"), handler, retries].join(" "),
    );
  });
  const idle = allOf(graph, "aws:cloudwatch/eventRule:EventRule").filter(
    ({ inputs }) => inputs.state !== "ENABLED",
  );
  return [
    ...differences("subscriptions", found, wanted),
    ...idle.map(({ name }) => `${name} is not enabled`),
  ];
}

/** A replay of the archive is for consumers: it wakes no function of Keyturn's, and notifies nobody again. */
export function replaysWakeNobody(graph: Graph): string[] {
  const { keyturn } = busesOf(graph);
  const rules = allOf(graph, "aws:cloudwatch/eventRule:EventRule").filter(
    ({ inputs }) => inputs.eventBusName === keyturn?.id,
  );
  return rules.flatMap((rule) => {
    const { "replay-name": replays } = JSON.parse(textOf(rule, "eventPattern")) as Record<string, unknown>;
    return unless(JSON.stringify(replays) === '[{"exists":false}]', `a replay wakes ${rule.name}`);
  });
}

function targetsOf(graph: Graph, rule: Resource): { handler: string | undefined; retries: unknown }[] {
  const targets = allOf(graph, "aws:cloudwatch/eventTarget:EventTarget").filter(
    ({ inputs }) => inputs.rule === rule.id,
  );
  return targets.map((target) => {
    const lambda = lambdaAt(graph, textOf(target, "arn"));
    const config = allOf(graph, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").find(
      (one) => textOf(one, "functionName") === lambda?.functionName,
    );
    return { handler: lambda?.handler, retries: config?.inputs.maximumRetryAttempts };
  });
}

/** The table's stream wakes the relay, by the filter, the batches and the tries of functions/subscriptions.ts. */
export function theStreamWakesTheRelay(graph: Graph): string[] {
  const tables = allOf(graph, "aws:dynamodb/table:Table").map(({ arn }) => arn);
  const wanted = [
    stream.handler,
    JSON.stringify(stream.filter),
    stream.batchSize,
    stream.batchesAtOnce,
    stream.tries,
    !isPaused(graph),
  ];
  const found = allOf(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").map((mapping) => {
    const filters = (inputAt(mapping, "filterCriteria", "filters") ?? []) as { pattern: string }[];
    const { batchSize, parallelizationFactor, maximumRetryAttempts, eventSourceArn, enabled } =
      mapping.inputs;
    const ofTable = tables.some((arn) => String(eventSourceArn).startsWith(`${arn}/stream/`));
    const handler = ofTable && lambdaAt(graph, textOf(mapping, "functionName"))?.handler;
    const tries = Number(maximumRetryAttempts) + 1;
    const batches = [batchSize, parallelizationFactor];
    return [handler, filters.map(({ pattern }) => pattern), ...batches, tries, enabled !== false].join(" ");
  });
  return differences("the stream", found, [wanted.join(" ")]);
}

/** The schedules of functions/subscriptions.ts, unless the deployment is paused. */
export function theScheduleIsAsDeclared(graph: Graph): string[] {
  const unit = schedule.everyMinutes === 1 ? "minute" : "minutes";
  const state = isPaused(graph) ? "DISABLED" : "ENABLED";
  const found = allOf(graph, "aws:scheduler/schedule:Schedule").map((one) => {
    const handler = lambdaAt(graph, textOf(one, "target", "arn"))?.handler;
    return [one.inputs.scheduleExpression, handler, one.inputs.state].join(" ");
  });
  return differences("schedules", found, [
    `rate(${schedule.everyMinutes} ${unit}) ${schedule.handler} ${state}`,
    `rate(${daily.everyDays} day) ${daily.handler} ${state}`,
  ]);
}

function isPaused(graph: Graph): boolean {
  return graph.settings.KEYTURN_PAUSED === "true";
}
