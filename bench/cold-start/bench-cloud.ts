import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MINUTE_MS, plus } from "../../core/clock.ts";
import { TestClock } from "../../core/testing/memory-ports.ts";
import { systemClock } from "../../functions/adapters/system.ts";
import { type CloudPorts, cloudPorts } from "../../test/support/cloud-ports.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { openWatchedEndpoint, type Watcher } from "./watched-endpoint.ts";

/** Where Lambdas are started: the AWS they talk to, and what they find in their environment. */
export interface BenchCloud {
  ports: CloudPorts;
  environment: Record<string, string>;
  /** For the bundles. */
  folder: string;
  /** Hands the work an environment that leads through a watched address, and answers the calls it made: one after the
   * other, but those of one list at the same time. */
  callsOf(work: (environment: Record<string, string>) => Promise<unknown>): Promise<string[][]>;
  close(): Promise<void>;
}

export async function openBenchCloud(): Promise<BenchCloud> {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-cold-"));
  // What is seeded is five minutes old for the processes, so that what a record says is due, is.
  const clock = new TestClock(plus(systemClock.now(), -5 * MINUTE_MS));
  const cloud = await openTestCloud({ clock });
  const environment = {
    ...cloud.environment,
    HOME: folder,
    KEYTURN_ADOPTED_USER_PATHS: "/portal/",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: "keyturn-bench",
  };
  return {
    ports: cloudPorts(cloud),
    environment,
    folder,
    async callsOf(work) {
      const { calls, watcher } = groupedCalls();
      const aws = await openWatchedEndpoint(cloud.environment.AWS_ENDPOINT_URL ?? "", watcher);
      try {
        await work({ ...environment, AWS_ENDPOINT_URL: aws.url });
      } finally {
        await aws.close();
      }
      return calls;
    },
    async close() {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A call that begins while another is under way is in its list. */
function groupedCalls(): { calls: string[][]; watcher: Watcher } {
  const calls: string[][] = [];
  let underWay = 0;
  const watcher: Watcher = (call) => {
    if (underWay++ === 0) calls.push([]);
    calls.at(-1)?.push(call);
    return () => {
      underWay--;
    };
  };
  return { calls, watcher };
}
