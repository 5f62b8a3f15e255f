import type { DeploySettings } from "../functions/settings.ts";
import { schedule } from "../functions/subscriptions.ts";
import { nameOf } from "./names.ts";
import { keepFailedEvents, type Worker } from "./worker.ts";

/** What runs by the clock. A minute that failed is not tried again: the next one is near. */
export function makeSchedule({ KEYTURN_PAUSED: paused }: DeploySettings, startSweep: Worker): void {
  keepFailedEvents("startSweep", startSweep, 0);
  new sst.aws.CronV2("Schedule", {
    schedule: `rate(${schedule.everyMinutes} minute)`,
    function: startSweep.fn,
    enabled: !paused,
    retries: 0,
    dlq: startSweep.failures.arn,
    transform: {
      schedule: { name: nameOf("every-minute") },
      role: { assumeRolePolicy: assumedByScheduler() },
    },
  });
}

/** Schedules of this account, and not of any other that learnt the role's name. */
function assumedByScheduler(): $util.Output<string> {
  return aws.getCallerIdentityOutput().accountId.apply((accountId) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "scheduler.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ],
    }),
  );
}
