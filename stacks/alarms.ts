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
  const { name, says, metric, threshold, statistic, below } = watched;
  new aws.cloudwatch.MetricAlarm(`Alarm${logicalName(name)}`, {
    name: nameOf(name),
    alarmDescription: `Keyturn: ${says}. See docs/operate.md, "${name}".`,
    ...metric,
    statistic,
    threshold,
    comparisonOperator: below ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
    period: watched.periodSeconds ?? 60,
    evaluationPeriods: watched.lastPeriods ?? 1,
    datapointsToAlarm: watched.badPeriods ?? 1,
    treatMissingData: below ? "breaching" : "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}
