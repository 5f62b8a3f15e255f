import { type Lambda, type LambdaArgs, makeLambda } from "./lambda.ts";
import { kebab, logicalName, nameOf } from "./names.ts";

/** A Lambda that nobody waits for. */
export interface Worker extends Lambda {
  /** Where what it failed on for good is kept. */
  failures: sst.aws.Queue;
}

/** SQS's longest: somebody has to look. */
const KEPT_SECONDS = 14 * 24 * 3_600;

export function makeWorker(name: string, args: LambdaArgs): Worker {
  const failures = new sst.aws.Queue(`${logicalName(name)}Failures`, {
    transform: {
      queue: {
        name: nameOf(`${kebab(name)}-failures`),
        messageRetentionSeconds: KEPT_SECONDS,
        sqsManagedSseEnabled: true,
      },
    },
  });
  const keep = { actions: ["sqs:SendMessage"], resources: [failures.arn] };
  return { ...makeLambda(name, { ...args, grants: [...args.grants, keep] }), failures };
}

/** Keeps the events of a bus or of the schedule on which the function failed, after so many more tries. */
export function keepFailedEvents(name: string, { fn, failures }: Worker, retries: number): void {
  new aws.lambda.FunctionEventInvokeConfig(`${logicalName(name)}InvokeConfig`, {
    functionName: fn.name,
    maximumRetryAttempts: retries,
    maximumEventAgeInSeconds: 3_600,
    destinationConfig: { onFailure: { destination: failures.arn } },
  });
}
