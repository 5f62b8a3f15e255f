import { HOUR_MS, plus } from "../core/clock.ts";
import { type DriftPass, findDrift } from "../core/drift/find-drift.ts";
import { TestClock } from "../core/testing/memory-ports.ts";
import { withKey, withoutKey } from "../test/faults/seeds.ts";
import { type CloudPorts, cloudPorts } from "../test/support/cloud-ports.ts";
import { openTestCloud } from "../test/support/test-cloud.ts";
import { type Cost, costOf } from "./count-calls.ts";

/** What one comparison of IAM with the records costs, when it finds nothing. */
export interface Comparison extends Cost {
  connections: number;
}

/** Of five connections one has no key. Each is an org of its own, which is the dearest. */
export async function measureComparison(connections: number): Promise<Comparison> {
  const cloud = await openTestCloud({ clock: new TestClock("2026-06-01T00:00:00.000Z") });
  try {
    const ports = cloudPorts(cloud);
    for (let n = 0; n < connections; n++) await (n % 5 === 0 ? withoutKey(ports) : withKey(ports));
    cloud.clock.advance(HOUR_MS);
    return { connections, ...(await costOf(cloud, compareAll)) };
  } finally {
    await cloud.close();
  }
}

async function compareAll(ports: CloudPorts): Promise<void> {
  const until = plus(ports.clock.now(), HOUR_MS);
  let pass: DriftPass | undefined = { part: 0 };
  while (pass) pass = await findDrift(ports, pass, until);
}

/** For a terminal. */
export function readableComparison(comparison: Comparison): string {
  const { connections, iamCalls, dynamoReads, itemsRead, readUnits, dynamoWrites, calls } = comparison;
  const each = (count: number) => (count / connections).toFixed(2);
  return [
    `One comparison of IAM with ${connections} connections that finds nothing: ${iamCalls} calls of IAM (${each(iamCalls)} a connection),`,
    `${dynamoReads} reads of DynamoDB with ${itemsRead} items (${each(itemsRead)}), about ${readUnits} read units (${each(readUnits)}), ${dynamoWrites} writes:`,
    Object.entries(calls)
      .map(([name, count]) => `${count}× ${name}`)
      .join(", "),
  ].join("\n");
}
