import {
  alarmsReachSomebody,
  silenceIsHeard,
  tableAlarmsEnd,
  whatMattersIsWatched,
} from "../invariants/alarms.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what somebody is told of. */
export const mutants: Mutant[] = [
  {
    name: "alarms that nobody hears",
    file: "stacks/alarms.ts",
    find: "alarmActions: [topic.arn]",
    replace: "alarmActions: []",
    breaks: alarmsReachSomebody,
    says: "AlarmApi5xx tells nobody",
  },
  {
    name: "an alarm on a queue that does not exist",
    file: "stacks/metrics.ts",
    find: "const QueueName = failures.nodes.queue.name;",
    replace: "const QueueName = failures.nodes.queue.arn;",
    breaks: alarmsReachSomebody,
    says: "AlarmRelayOutboxFailures: AWS/SQS ApproximateNumberOfMessagesVisible is of no QueueName arn:aws:sqs",
  },
  {
    name: "nobody is told of events that failed for good",
    file: "stacks/watched.ts",
    find: 'metric: depthOf(lambda),\n      statistic: "Maximum",\n      threshold: 1,',
    replace: 'metric: depthOf(lambda),\n      statistic: "Maximum",\n      threshold: 1000,',
    breaks: whatMattersIsWatched,
    says: "nobody is told when AWS/SQS ApproximateNumberOfMessagesVisible QueueName=keyturn-test-relay-outbox-failures reaches 1",
  },
  {
    name: "an index that may throttle unseen",
    file: "stacks/watched.ts",
    find: "...indexes].flatMap(({ of, index }) => {",
    replace: "].flatMap(({ of, index }) => {",
    breaks: whatMattersIsWatched,
    says: "nobody is told when AWS/DynamoDB WriteThrottleEvents GlobalSecondaryIndexName=agenda TableName=keyturn-test reaches 1",
  },
  {
    name: "a table's alarm that is never over",
    file: "stacks/watched.ts",
    find: 'missing: "zero" as const,',
    replace: "",
    breaks: tableAlarmsEnd,
    says: "AlarmTableReadsThrottled is never over",
  },
  {
    name: "nobody is told when the schedule stops",
    file: "stacks/alarms.ts",
    find: 'treatMissingData: below ? "breaching" :',
    replace: "treatMissingData:",
    breaks: silenceIsHeard,
    says: "nobody is told when the schedule stops",
  },
];
