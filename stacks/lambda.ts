import { kebab, logicalName, nameOf } from "./names.ts";

/** What a Lambda may do, or must never. */
export interface Grant {
  effect?: "deny";
  actions: string[];
  resources: $util.Input<string>[];
  conditions?: { test: string; variable: string; values: $util.Input<string>[] }[];
}

/** The actions that are calls of one service. */
export function named(service: string, calls: string[]): string[] {
  return calls.map((call) => `${service}:${call}`);
}

export interface LambdaArgs {
  /** The file and its export, as functions/ has it. */
  handler: string;
  grants: Grant[];
  environment: Record<string, $util.Input<string>>;
  memory: `${number} MB`;
  /** Lambda then refuses every invocation. */
  paused: boolean;
}

export interface Lambda {
  fn: sst.aws.Function;
  functionName: string;
  logGroup: aws.cloudwatch.LogGroup;
}

/** A key operation stops calling IAM after 15 s and writes for 2 s more (core/key/operation.ts). */
const TIMEOUT = "20 seconds";
const LOGS_KEPT_DAYS = 90;

const assumedByLambda = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});

/**
 * A Lambda that may do what is granted, write to its own log group, and nothing else. Three things that SST adds
 * are taken away: a role the whole account may assume, a managed policy for every log group there is, and a key in
 * the environment for linked resources, of which there are none.
 */
export function makeLambda(name: string, args: LambdaArgs): Lambda {
  const functionName = nameOf(kebab(name));
  const logGroup = new aws.cloudwatch.LogGroup(`${logicalName(name)}Logs`, {
    name: `/aws/lambda/${functionName}`,
    retentionInDays: LOGS_KEPT_DAYS,
  });
  const fn = new sst.aws.Function(logicalName(name), {
    name: functionName,
    handler: args.handler,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: args.memory,
    timeout: TIMEOUT,
    nodejs: { minify: true },
    logging: { format: "json", logGroup: logGroup.name },
    permissions: [
      ...args.grants,
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [$interpolate`${logGroup.arn}:*`],
      },
    ],
    ...(args.paused && { concurrency: { reserved: 0 } }),
    transform: {
      role: { assumeRolePolicy: assumedByLambda, managedPolicyArns: [] },
      function: { environment: { variables: args.environment } },
    },
  });
  return { fn, functionName, logGroup };
}
