import { contextOf } from "../../local/aws/policy/conditions.ts";
import type { PolicyNames } from "../../local/cloud/lambda-policies.ts";
import { usedByAws } from "../infra/used-by-aws.ts";
import type { Recorded } from "./recorded.ts";

/** Those that events and schedules run, with what failed in a queue. */
const WORKERS = ["relayOutbox", "startSweep", "sweepShard", "findDrift", "notifyDependents"];

/** What AWS itself does with a Lambda's role, which nobody sees on the laptop. */
export function askedByAws(lambda: string, { app, account, region, stream }: PolicyNames): Recorded[] {
  const of = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const name = `${app}-${lambda.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const resources: Record<string, string> = {
    logs: of("logs", `log-group:/aws/lambda/${name}:log-stream:1`),
    sqs: of("sqs", `${name}-failures`),
    dynamodb: of("dynamodb", `table/${app}/stream/${stream}`),
  };
  const has: Record<string, boolean> = {
    logs: true,
    sqs: WORKERS.includes(lambda),
    dynamodb: lambda === "relayOutbox",
  };
  return Object.entries(usedByAws).flatMap(([action, during]) => {
    const [service = ""] = action.split(":");
    const resource = resources[service] ?? "";
    if (!has[service]) return [];
    return [{ role: lambda, action, resource, context: contextOf({}), allowed: true, during }];
  });
}
