import { DIFFERS } from "../core/drift/differs.ts";
import { UNATTENDED } from "../core/sweep/unattended.ts";

/** A figure CloudWatch takes from the log lines of some Lambdas. */
interface Metric {
  /** In CloudWatch's filter syntax for JSON. */
  pattern: string;
  /** The field that holds the figure, or what each line counts for. */
  value: string;
  lambdas: readonly string[];
}

export const METRIC_NAMESPACE = "Keyturn";

/** What AWS's own metrics do not tell: the one list that the stack's filters, alarms and dashboard read. */
export const metrics = {
  /** How long the event had waited that had waited longest, each minute; seconds. */
  OldestOutboxSeconds: {
    pattern: "{ $.oldestOutboxSeconds >= 0 }",
    value: "$.oldestOutboxSeconds",
    lambdas: ["startSweep"],
  },
  /** IAM users in the account, each time one is to be made. */
  IamUsers: { pattern: "{ $.iamUsers >= 0 }", value: "$.iamUsers", lambdas: ["provision", "regional"] },
  /** Log lines of the Lambdas that call IAM which say that AWS refused a call as too many. */
  Throttled: {
    pattern: '{ $.error = "*: throttled*" }',
    value: "1",
    lambdas: ["keys", "pairs", "provision", "regional", "deprovision", "adopt", "sweepShard", "findDrift"],
  },
  /** How often the sweep could not do what was due: each pass that does not come through with a record says so once. */
  Unattended: { pattern: `{ $.message = "${UNATTENDED}" }`, value: "1", lambdas: ["sweepShard"] },
  /** Log lines that say that SES takes no mail of the sender: it is tried for a day, and somebody has to know before. */
  MailRefused: {
    pattern: '{ $.message = "mail as a whole is refused" }',
    value: "1",
    lambdas: ["notifyDependents"],
  },
  /** What was found to be changed in IAM behind Keyturn's back. */
  Drift: { pattern: `{ $.message = "${DIFFERS}" }`, value: "1", lambdas: ["findDrift"] },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
