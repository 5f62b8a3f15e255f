import { USERS_PER_CELL_MAX } from "../core/connection/provisioning.ts";
import { table as keys } from "../functions/table.ts";
import type { Lambda } from "./lambda.ts";
import type { Lambdas } from "./lambdas.ts";
import { awsMetric, depthOf, type Metric, ownMetric } from "./metrics.ts";
import { kebab } from "./names.ts";
import type { Worker } from "./worker.ts";

/** What an alarm looks at, and when it is raised. docs/operate.md has a row for each name. */
export interface Watched {
  name: string;
  says: string;
  metric: Metric;
  statistic: "Sum" | "Maximum";
  /** Raised at this figure or above; with `below`, under it, and also when there is no figure at all. */
  threshold: number;
  below?: true;
  /** In so many of the last `lastPeriods`; once, without. */
  badPeriods?: number;
  lastPeriods?: number;
  periodSeconds?: 60 | 300;
  /**
   * What no figure means; by default that nothing happened. `asBefore`: it is only measured now and then. `zero`: AWS
   * ignores missing figures of DynamoDB whatever an alarm says of them, so they are filled in.
   */
  missing?: "asBefore" | "zero";
}

export interface WatchedThings {
  api: sst.aws.ApiGatewayV2;
  table: sst.aws.Dynamo;
  lambdas: Lambdas;
}

/** Everything that may need a person. */
export function everythingWatched({ api, table, lambdas }: WatchedThings): Watched[] {
  return [
    ...Object.entries(lambdas).flatMap(([name, lambda]) => ofLambda(kebab(name), lambda)),
    {
      name: "schedule-stopped",
      says: "the schedule has not run for five minutes",
      metric: awsMetric("Lambda", "Invocations", { FunctionName: lambdas.startSweep.functionName }),
      statistic: "Sum",
      threshold: 1,
      below: true,
      badPeriods: 5,
      lastPeriods: 5,
    },
    {
      name: "events-wait",
      says: "an event has waited for more than five minutes to be delivered",
      metric: ownMetric("OldestOutboxSeconds"),
      statistic: "Maximum",
      threshold: 300,
      badPeriods: 2,
      lastPeriods: 3,
    },
    {
      name: "due-waits",
      says: "something that was due could not be done for half an hour",
      metric: ownMetric("Unattended"),
      statistic: "Sum",
      threshold: 1,
      periodSeconds: 300,
      badPeriods: 6,
      lastPeriods: 6,
    },
    {
      name: "api-5xx",
      says: "the API answered 5xx five times in five minutes",
      metric: awsMetric("ApiGateway", "5xx", { ApiId: api.nodes.api.id }),
      statistic: "Sum",
      threshold: 5,
      periodSeconds: 300,
    },
    {
      name: "aws-throttles",
      says: "AWS refused calls of Keyturn as too many, ten times in five minutes",
      metric: ownMetric("Throttled"),
      statistic: "Sum",
      threshold: 10,
      periodSeconds: 300,
    },
    {
      name: "iam-users",
      says: "four fifths of the IAM users that Keyturn makes in one account exist",
      metric: ownMetric("IamUsers"),
      statistic: "Maximum",
      threshold: USERS_PER_CELL_MAX * 0.8,
      missing: "asBefore",
    },
    {
      name: "drift",
      says: "somebody has changed keys or users in IAM behind Keyturn's back",
      metric: ownMetric("Drift"),
      statistic: "Sum",
      threshold: 1,
      periodSeconds: 300,
    },
    {
      name: "mail-refused",
      says: "SES takes no mail of the sender",
      metric: ownMetric("MailRefused"),
      statistic: "Sum",
      threshold: 1,
      periodSeconds: 300,
    },
    ...ofTable(table),
  ];
}

function ofLambda(name: string, lambda: Lambda | Worker): Watched[] {
  const metric = (metricName: string) =>
    awsMetric("Lambda", metricName, { FunctionName: lambda.functionName });
  const throttled: Watched = {
    name: `${name}-throttled`,
    says: `invocations of ${name} were refused: the account's concurrency is used up`,
    metric: metric("Throttles"),
    statistic: "Sum",
    threshold: 1,
    badPeriods: 2,
    lastPeriods: 5,
  };
  if (!("failures" in lambda)) return [throttled];
  return [
    throttled,
    {
      name: `${name}-errors`,
      says: `${name} failed in two of five minutes`,
      metric: metric("Errors"),
      statistic: "Sum",
      threshold: 1,
      badPeriods: 2,
      lastPeriods: 5,
    },
    {
      name: `${name}-failures`,
      says: `events on which ${name} failed for good lie in its queue`,
      metric: depthOf(lambda),
      statistic: "Maximum",
      threshold: 1,
    },
  ];
}

/** DynamoDB counts an index's throttling apart from its table's. */
function ofTable({ name: TableName }: sst.aws.Dynamo): Watched[] {
  const indexes = Object.values(keys.indexes).map(({ name }) => ({ of: name, index: name }));
  return [{ of: "table", index: undefined }, ...indexes].flatMap(({ of, index }) => {
    const dimensions = { TableName, ...(index && { GlobalSecondaryIndexName: index }) };
    return (["Read", "Write"] as const).map((kind) => ({
      name: `${of}-${kind.toLowerCase()}s-throttled`,
      says: `DynamoDB throttled ${kind.toLowerCase()}s of the ${index ? `index ${index}` : "table"}`,
      metric: awsMetric("DynamoDB", `${kind}ThrottleEvents`, dimensions),
      statistic: "Sum" as const,
      threshold: 1,
      badPeriods: 2,
      lastPeriods: 5,
      missing: "zero" as const,
    }));
  });
}
