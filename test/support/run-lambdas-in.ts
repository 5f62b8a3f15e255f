import type { Clock } from "../../core/clock.ts";
import { asLambda } from "../../local/cloud/as-lambda.ts";
import type { TestCloud } from "./test-cloud.ts";

/**
 * Has the handlers of functions/ find this cloud, each with its own Lambda's session: a handler has to be run as one
 * with what this answers. Comes before they are imported, which is when they read their environment.
 */
export async function runLambdasIn(
  cloud: TestCloud,
  clock: Clock = cloud.clock,
  environment: Record<string, string> = {},
): Promise<typeof asLambda> {
  Object.assign(process.env, cloud.environment, environment);
  const { useCredentials } = await import("../../functions/clients.ts");
  const { useClock } = await import("../../functions/ports.ts");
  useCredentials(cloud.lambdaCredentials);
  useClock(clock);
  return asLambda;
}
