import type { AwsEndpoint, SessionCredentials } from "../aws/aws-endpoint.ts";
import { lambdaPolicies, type PolicyNames } from "./lambda-policies.ts";

/** A role for each Lambda, with the policy that is deployed, and a session of it: what Lambda gives a function. */
export function beginLambdaSessions(
  endpoint: Pick<AwsEndpoint, "putRole" | "beginSession">,
  names: PolicyNames,
): Record<string, SessionCredentials> {
  const sessions = Object.entries(lambdaPolicies(names)).map(([lambda, policy]) => {
    endpoint.putRole(lambda, [policy]);
    return [lambda, endpoint.beginSession(lambda, `keyturn-${lambda}`)];
  });
  return Object.fromEntries(sessions);
}
