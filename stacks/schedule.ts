import type { DeploySettings } from "../functions/settings.ts";
import { daily, schedule } from "../functions/subscriptions.ts";
import type { Lambdas } from "./lambdas.ts";
import { nameOf } from "./names.ts";
import { keepFailedEvents, type Worker } from "./worker.ts";

/**
 * What runs by the clock. A minute that failed is not tried again: the next one is near. What the function makes of a day
 * that failed is said in functions/subscriptions.ts, where its other events are.
 */
export function makeSchedule(settings: DeploySettings, { startSweep, findDrift }: Lambdas): void {
  keepFailedEvents("startSweep", startSweep, 0);
  runByTheClock(settings, "Schedule", "every-minute", `rate(${schedule.everyMinutes} minute)`, startSweep);
  runByTheClock(settings, "Daily", "every-day", `rate(${daily.everyDays} day)`, findDrift);
}

function runByTheClock(
  { KEYTURN_PAUSED: paused }: DeploySettings,
  logical: string,
  name: string,
  rate: string,
  { fn, failures }: Worker,
): void {
  new sst.aws.CronV2(logical, {
    schedule: rate as `rate(${string})`,
    function: fn,
    enabled: !paused,
    retries: 0,
    dlq: failures.arn,
    transform: {
      schedule: { name: nameOf(name) },
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
