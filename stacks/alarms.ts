import type { DeploySettings } from "../functions/settings.ts";
import { logicalName, nameOf } from "./names.ts";
import { everythingWatched, type Watched, type WatchedThings } from "./watched.ts";

/** Tells the operator's topic when something needs a person, and when it no longer does. */
export function raiseAlarms(settings: DeploySettings, things: WatchedThings): aws.sns.Topic {
  const topic = new aws.sns.Topic("Alarms", { name: nameOf("alarms") });
  const { KEYTURN_ALARM_EMAIL: endpoint } = settings;
  if (endpoint) {
    new aws.sns.TopicSubscription("AlarmMail", { topic: topic.arn, protocol: "email", endpoint });
  }
  for (const watched of everythingWatched(things)) raise(topic, watched);
  return topic;
}

function raise(topic: aws.sns.Topic, watched: Watched): void {
  const { name, says, threshold, below } = watched;
  new aws.cloudwatch.MetricAlarm(`Alarm${logicalName(name)}`, {
    name: nameOf(name),
    alarmDescription: `Keyturn: ${says}. See docs/operate.md, "${name}".`,
    ...figureOf(watched),
    threshold,
    comparisonOperator: below ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
    evaluationPeriods: watched.lastPeriods ?? 1,
    datapointsToAlarm: watched.badPeriods ?? 1,
    treatMissingData: below ? "breaching" : watched.missing === "asBefore" ? "ignore" : "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}

/** The metric as it is, or with zeros where it has no figure. */
function figureOf({ metric, statistic, periodSeconds: period = 60, missing }: Watched) {
  if (missing !== "zero") return { ...metric, statistic, period };
  return {
    metricQueries: [
      { id: "counted", metric: { ...metric, stat: statistic, period } },
      { id: "filled", expression: "FILL(counted, 0)", label: metric.metricName, returnData: true },
    ],
  };
}
