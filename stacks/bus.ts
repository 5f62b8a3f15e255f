import {
  EVENT_SOURCE,
  eventPattern,
  type Listening,
  type Subscription,
  subscriptions,
} from "../functions/subscriptions.ts";
import type { Lambdas } from "./lambdas.ts";
import { logicalName, nameOf } from "./names.ts";
import { keepFailedEvents, type Worker } from "./worker.ts";

export interface Buses {
  /** What happened, for whoever wants to know. Archived, so that it can be replayed. */
  keyturn: sst.aws.Bus;
  /** Work for Keyturn itself. Not archived: a replay must never run work again. */
  internal: sst.aws.Bus;
  archive: aws.cloudwatch.EventArchive;
}

const ARCHIVED_DAYS = 90;

export function makeBuses(): Buses {
  const keyturn = new sst.aws.Bus("Bus", { transform: { bus: { name: nameOf() } } });
  const internal = new sst.aws.Bus("InternalBus", { transform: { bus: { name: nameOf("internal") } } });
  const archive = new aws.cloudwatch.EventArchive("Archive", {
    name: nameOf("events"),
    eventSourceArn: keyturn.arn,
    retentionDays: ARCHIVED_DAYS,
    eventPattern: JSON.stringify({ source: [EVENT_SOURCE] }),
  });
  return { keyturn, internal, archive };
}

/** Wakes the Lambdas of functions/subscriptions.ts, and lets nobody speak on a bus but those whose it is to. */
export function subscribe(buses: Buses, lambdas: Lambdas): void {
  for (const [name, subscription] of Object.entries<Subscription>(subscriptions)) {
    wake(name, subscription, buses, lambdas[name as keyof typeof subscriptions]);
  }
  const { relayOutbox, startSweep, sweepShard, findDrift, notifyDependents } = lambdas;
  onlyThese("Bus", buses.keyturn, [relayOutbox, startSweep]);
  onlyThese("InternalBus", buses.internal, [startSweep, sweepShard, findDrift, notifyDependents]);
}

function wake(name: string, subscription: Subscription, buses: Buses, worker: Worker): void {
  const queue = worker.failures;
  const ruleArns = subscription.to.map((listening) => listen(name, listening, buses, worker));
  keepFailedEvents(name, worker, subscription.retries);
  new aws.sqs.QueuePolicy(`${logicalName(name)}FailuresPolicy`, {
    queueUrl: queue.url,
    policy: $util
      .all([queue.arn, ...ruleArns])
      .apply(([queueArn, ...rules]) => JSON.stringify(undelivered(queueArn, rules))),
  });
}

/** Answers the ARN of the rule. SST's `pattern` knows no `replay-name`, so the rule's own is set. */
function listen(name: string, listening: Listening, buses: Buses, worker: Worker): $util.Output<string> {
  const subscriber = buses[listening.bus].subscribe(logicalName(name), worker.fn, {
    transform: {
      rule: { eventPattern: JSON.stringify(eventPattern(listening)) },
      target: { deadLetterConfig: { arn: worker.failures.arn } },
    },
  });
  return subscriber.nodes.rule.arn;
}

/** EventBridge puts an event into the queue that it could not deliver at all. */
function undelivered(queueArn: string | undefined, ruleArns: string[]): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
      },
    ],
  };
}

/** Whatever other roles of the account may do elsewhere, on this bus they are not believed. */
function onlyThese(name: string, bus: sst.aws.Bus, speaking: Worker[]): void {
  const roleArns = speaking.map(({ fn }) => fn.nodes.role.arn);
  new aws.cloudwatch.EventBusPolicy(`${name}Policy`, {
    eventBusName: bus.name,
    policy: $util.all([bus.arn, ...roleArns]).apply(([busArn, ...speakers]) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "OnlyTheseSpeak",
            Effect: "Deny",
            Principal: "*",
            Action: "events:PutEvents",
            Resource: busArn,
            // Without the second test a replay from the archive, which has no principal, would be refused, too.
            Condition: {
              ArnNotEquals: { "aws:PrincipalArn": speakers },
              Null: { "aws:PrincipalArn": "false" },
            },
          },
        ],
      }),
    ),
  });
}
