import {
  bundlesAreMinified,
  environmentsHoldNoSecret,
  everyEntryPointIsDeployed,
  everyFunctionCanStart,
  functionsRunAsMeasured,
  logsAreKept,
} from "../invariants/functions.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in how the functions run. */
export const mutants: Mutant[] = [
  {
    name: "a function with another's entry point",
    file: "stacks/lambdas.ts",
    find: "}.handler`",
    replace: "}.handler`.replace(name, 'read')",
    breaks: everyEntryPointIsDeployed,
    says: "entry points: functions/lambdas/deprovision.handler is missing",
  },
  {
    name: "functions time out before their operations do",
    file: "stacks/lambda.ts",
    find: "timeout: TIMEOUT",
    replace: 'timeout: "3 seconds"',
    breaks: functionsRunAsMeasured,
    says: "deprovision has 3 s",
  },
  {
    name: "functions answer in a deployment that is paused",
    file: "stacks/lambda.ts",
    cut: "    ...(args.paused && { concurrency: { reserved: 0 } }),\n",
    set: { KEYTURN_PAUSED: "true" },
    breaks: functionsRunAsMeasured,
    says: "deprovision is not paused",
  },
  {
    name: "logs that are kept for ever",
    file: "stacks/lambda.ts",
    cut: "    retentionInDays: LOGS_KEPT_DAYS,\n",
    breaks: logsAreKept,
    says: "DeprovisionLogs is kept for ever",
  },
  {
    name: "a function that may not write its logs",
    file: "stacks/lambda.ts",
    find: '["logs:CreateLogStream", "logs:PutLogEvents"]',
    replace: '["logs:CreateLogStream"]',
    breaks: logsAreKept,
    says: "deprovision may not write its logs",
  },
  {
    name: "SST's key in every environment",
    file: "stacks/lambda.ts",
    cut: "      function: { environment: { variables: args.environment } },\n",
    breaks: environmentsHoldNoSecret,
    says: "deprovision has SST_KEY in its environment",
  },
  {
    name: "a fact that the functions are not told",
    file: "stacks/lambdas.ts",
    find: "KEYTURN_TABLE: table.name",
    replace: 'KEYTURN_TABLE: buses.keyturn.name.apply(() => "")',
    breaks: everyFunctionCanStart,
    says: "cannot start: SettingsFault: Keyturn cannot start: KEYTURN_TABLE",
  },
  {
    name: "a function that writes to another table",
    file: "stacks/lambdas.ts",
    find: "KEYTURN_TABLE: table.name",
    replace: 'KEYTURN_TABLE: "keyturn"',
    breaks: everyFunctionCanStart,
    says: "deprovision is told of the table keyturn",
  },
  {
    name: "bundles that are not minified",
    file: "stacks/lambda.ts",
    find: "nodejs: { minify: true }",
    replace: "nodejs: { minify: false }",
    breaks: bundlesAreMinified,
    says: "is not minified",
  },
];
