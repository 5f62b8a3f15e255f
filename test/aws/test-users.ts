import { setTimeout as sleep } from "node:timers/promises";
import { instant, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { failureOf } from "../../core/errors.ts";
import { aConnection } from "../../core/testing/sample-records.ts";
import { env } from "../../functions/env.ts";
import { deprovisionPorts, provisionPorts } from "../../functions/ports.ts";

/** The ports as the deployed Lambdas have them. */
export const { accessKeys, deprovisioning } = deprovisionPorts();
export const { provisioning } = provisionPorts();

/** As much time as a Lambda has. */
export const until = () => plus(instant(Date.now()), 15_000);

const PATIENCE_MS = 30_000;
const PAUSE_MS = 1_000;

/** A connection of the run's org, whose user would lie under /keyturn/test-…/. */
export function aTestConnection(): Connection {
  const { buckets } = env();
  return aConnection(`test-${process.env.KEYTURN_TEST_RUN}`, buckets[0]);
}

/** A connection whose user, policy and folder are there. */
export async function provisioned(): Promise<Connection> {
  const connection = aTestConnection();
  await provisioning.createUser(connection);
  await onceThere(() => provisioning.putUserPolicy(connection));
  await provisioning.putFolderMarker(connection);
  return connection;
}

/** What IAM made a moment ago it may not know yet everywhere. */
export async function onceThere<Result>(call: () => Promise<Result>): Promise<Result> {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    try {
      return await call();
    } catch (error) {
      const isMissing = failureOf(error) === "missing" || (error as Error).name === "NoSuchEntityException";
      if (!isMissing || Date.now() > end) throw error;
    }
  }
}
