import { answered } from "../test/faults/fault.ts";
import {
  type AwsCall,
  type AwsResponse,
  bodyOf,
  nameOf,
  watchedTransport,
} from "../test/support/aws-requests.ts";
import { type CloudPorts, cloudPorts } from "../test/support/cloud-ports.ts";
import type { TestCloud } from "../test/support/test-cloud.ts";

/** What a piece of work cost, counted on the wire. */
export interface Cost {
  /** How often each call was made, by service and operation. */
  calls: Record<string, number>;
  iamCalls: number;
  dynamoReads: number;
  dynamoWrites: number;
  /** Calls that had to wait for each other: the length of the longest chain. */
  roundTrips: number;
  /** Items DynamoDB looked at for queries, and those it returned. */
  itemsScanned: number;
  itemsRead: number;
  /** Read units DynamoDB would charge: 4 KB each, consistently read. */
  readUnits: number;
}

interface Seen {
  name: string;
  startedAt: number;
  endedAt: number;
  scanned: number;
  read: number;
  readUnits: number;
}

const READ = /^DynamoDB (Get|BatchGet|Query|Scan)/;
const WRITE = /^DynamoDB (Put|Update|Delete|BatchWrite)/;
const UNIT_BYTES = 4 * 1024;

/** Does the work with ports of its own and counts what it asks of AWS. */
export async function costOf(cloud: TestCloud, work: (ports: CloudPorts) => Promise<unknown>): Promise<Cost> {
  const seen: Seen[] = [];
  const transport = watchedTransport((call) => observe(call, seen));
  await work(cloudPorts(cloud, transport));
  const names = seen.map((one) => one.name);
  const total = (of: (one: Seen) => number) => seen.reduce((sum, one) => sum + of(one), 0);
  const count = (pattern: RegExp) => names.filter((name) => pattern.test(name)).length;
  return {
    calls: Object.fromEntries(
      [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]),
    ),
    iamCalls: count(/^IAM /),
    dynamoReads: count(READ),
    dynamoWrites: count(WRITE),
    roundTrips: longestChain(seen),
    itemsScanned: total((one) => one.scanned),
    itemsRead: total((one) => one.read),
    readUnits: total((one) => one.readUnits),
  };
}

async function observe(call: AwsCall, seen: Seen[]): Promise<AwsResponse> {
  const name = nameOf(call);
  const startedAt = performance.now();
  const response = await call.send();
  const body = await bodyOf(response);
  const endedAt = performance.now();
  seen.push({ name, startedAt, endedAt, ...(READ.test(name) ? readOf(body) : nothing) });
  return answered(response.statusCode, body, response.headers);
}

const nothing = { scanned: 0, read: 0, readUnits: 0 };

function readOf(body: Buffer): typeof nothing {
  const { Item, Items, Responses, ScannedCount } = JSON.parse(body.toString());
  const items: object[] = Items ?? (Item ? [Item] : Object.values(Responses ?? {}).flat());
  const bytes = items.reduce((sum, item) => sum + JSON.stringify(item).length, 0);
  const readUnits = Math.max(1, Math.ceil(bytes / UNIT_BYTES));
  return { scanned: ScannedCount ?? items.length, read: items.length, readUnits };
}

/** The most calls of which each began after the one before it had ended. */
function longestChain(seen: Seen[]): number {
  const byStart = [...seen].sort((a, b) => a.startedAt - b.startedAt);
  const lengths: number[] = [];
  for (const [place, one] of byStart.entries()) {
    const before = byStart
      .slice(0, place)
      .map((other, n) => (other.endedAt <= one.startedAt ? (lengths[n] ?? 0) : 0));
    lengths.push(Math.max(0, ...before) + 1);
  }
  return Math.max(0, ...lengths);
}
