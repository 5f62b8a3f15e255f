import { allOf, type Graph, inputAt, type Resource, textOf, unless } from "../graph.ts";
import { lambdaAt } from "../lambdas.ts";
import { mayDo, statementsOf } from "../policies.ts";

/** A stream's batch that fails is halved, tried a few times, and then noted in a queue. */
export function failedBatchesAreKept(graph: Graph): string[] {
  return allOf(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").flatMap((mapping) => {
    const { name, inputs } = mapping;
    const lambda = lambdaAt(graph, textOf(mapping, "functionName"));
    const retries = Number(inputs.maximumRetryAttempts ?? Number.POSITIVE_INFINITY);
    const ageSeconds = Number(inputs.maximumRecordAgeInSeconds ?? -1);
    return [
      ...keptIn(
        graph,
        lambda?.role,
        textOf(mapping, "destinationConfig", "onFailure", "destinationArn"),
        name,
      ),
      ...unless(
        String(inputs.functionResponseTypes) === "ReportBatchItemFailures",
        `${name} fails as a whole`,
      ),
      ...unless(inputs.bisectBatchOnFunctionError === true, `${name} does not halve a batch that fails`),
      ...unless(retries >= 0 && retries <= 10, `${name} is tried ${retries} times`),
      ...unless(ageSeconds > 0, `${name} holds up the stream for a day`),
    ];
  });
}

/** An event that a bus cannot deliver goes to a queue whose policy lets this rule write to it. */
export function undeliveredEventsAreKept(graph: Graph): string[] {
  return allOf(graph, "aws:cloudwatch/eventTarget:EventTarget").flatMap((target) => {
    const queue = queueAt(graph, textOf(target, "deadLetterConfig", "arn"));
    const rule = allOf(graph, "aws:cloudwatch/eventRule:EventRule").find(
      ({ id, inputs }) => id === textOf(target, "rule") && inputs.eventBusName === target.inputs.eventBusName,
    );
    return [
      ...unless(rule !== undefined, `${target.name} belongs to no rule`),
      ...unless(queue !== undefined, `${target.name} has no dead-letter queue`),
      ...unless(
        queue === undefined || letsIn(graph, queue, rule?.arn),
        `the queue of ${target.name} refuses its rule`,
      ),
      ...unless(
        isLetIn(graph, textOf(target, "arn"), rule?.arn),
        `${target.name} may not invoke its function`,
      ),
    ];
  });
}

/** What is invoked without anybody waiting keeps the events it fails on. */
export function failedEventsAreKept(graph: Graph): string[] {
  const configs = allOf(graph, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
  return asyncTargets(graph).flatMap(({ name, arn }) => {
    const lambda = lambdaAt(graph, arn);
    const config = configs.find((one) => textOf(one, "functionName") === lambda?.functionName);
    if (!lambda || !config) return [`${name} invokes a function that keeps nothing`];
    return [
      ...keptIn(
        graph,
        lambda.role,
        textOf(config, "destinationConfig", "onFailure", "destination"),
        config.name,
      ),
      ...unless(typeof config.inputs.maximumRetryAttempts === "number", `${config.name} bounds no retries`),
      ...unless(typeof config.inputs.maximumEventAgeInSeconds === "number", `${config.name} bounds no age`),
    ];
  });
}

/** The schedule may invoke its function, and keeps what it could not. */
export function missedSchedulesAreKept(graph: Graph): string[] {
  return allOf(graph, "aws:scheduler/schedule:Schedule").flatMap((schedule) => {
    const role = allOf(graph, "aws:iam/role:Role").find(
      ({ arn }) => arn === textOf(schedule, "target", "roleArn"),
    );
    const target = textOf(schedule, "target", "arn");
    return [
      ...keptIn(graph, role, textOf(schedule, "target", "deadLetterConfig", "arn"), schedule.name),
      ...unless(mayDo(role, "lambda:InvokeFunction", target), `${schedule.name} may not invoke ${target}`),
    ];
  });
}

/** A queue keeps for 14 days, SQS's longest, and encrypts. */
export function queuesKeepLong(graph: Graph): string[] {
  return allOf(graph, "aws:sqs/queue:Queue").flatMap(({ name, inputs }) => [
    ...unless(
      inputs.messageRetentionSeconds === 14 * 24 * 3_600,
      `${name} keeps ${inputs.messageRetentionSeconds} s`,
    ),
    ...unless(
      inputs.sqsManagedSseEnabled === true || Boolean(inputs.kmsMasterKeyId),
      `${name} is not encrypted`,
    ),
  ]);
}

function asyncTargets(graph: Graph): { name: string; arn: string }[] {
  const targets = allOf(graph, "aws:cloudwatch/eventTarget:EventTarget");
  const schedules = allOf(graph, "aws:scheduler/schedule:Schedule");
  return [
    ...targets.map((target) => ({ name: target.name, arn: textOf(target, "arn") })),
    ...schedules.map((schedule) => ({ name: schedule.name, arn: textOf(schedule, "target", "arn") })),
  ];
}

function queueAt(graph: Graph, arn: string): Resource | undefined {
  return allOf(graph, "aws:sqs/queue:Queue").find((queue) => queue.arn === arn);
}

function keptIn(graph: Graph, role: Resource | undefined, queueArn: string, what: string): string[] {
  const queue = queueAt(graph, queueArn);
  if (!queue) return [`${what} has no dead-letter queue`];
  return unless(mayDo(role, "sqs:SendMessage", queueArn), `${what} may not write to ${queue.name}`);
}

function letsIn(graph: Graph, queue: Resource, ruleArn: string | undefined): boolean {
  const policies = allOf(graph, "aws:sqs/queuePolicy:QueuePolicy");
  const of = policies.filter((policy) => String(inputAt(policy, "queueUrl")).endsWith(`/${queue.id}`));
  return of.some((policy) =>
    statementsOf(textOf(policy, "policy")).some(
      ({ effect, principals, actions, resources, conditions }) =>
        effect === "Allow" &&
        `${principals} ${actions} ${resources}` ===
          `Service:events.amazonaws.com sqs:SendMessage ${queue.arn}` &&
        (conditions["ArnEquals aws:SourceArn"] ?? []).includes(ruleArn ?? ""),
    ),
  );
}

function isLetIn(graph: Graph, functionArn: string, ruleArn: string | undefined): boolean {
  return allOf(graph, "aws:lambda/permission:Permission").some(
    ({ inputs }) =>
      lambdaAt(graph, String(inputs.function))?.arn === functionArn &&
      inputs.principal === "events.amazonaws.com" &&
      inputs.sourceArn === ruleArn,
  );
}
