import { MINUTE_MS, plus } from "../../core/clock.ts";
import type { Due } from "../../core/sweep/agenda.ts";
import { sweepShard } from "../../core/sweep/sweep-shard.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import type { TestCloud } from "../support/test-cloud.ts";
import { type Fault, faults } from "./fault.ts";
import { FaultyProcess } from "./faulty-process.ts";
import type { Operation } from "./operations.ts";

const death = faults.find((fault) => fault.name === "dies after") as Fault;

/**
 * A sweep that dies before a call has died after the one before it; and what it makes of an answer that does not
 * come is to leave the record to the next, as if it had died.
 */
export const faultsOfSweep = [death];

const READS = /(Get|BatchGet|Query|List)[A-Za-z]*$/;

/** The operation, left behind after each of its calls that changed something, for the sweep to find. */
export function abandonedOf(
  { cloud, calm }: { cloud: TestCloud; calm: CloudPorts },
  operation: Operation,
  calls: string[],
): Operation[] {
  const written = calls.flatMap((call, place) => (READS.test(call) ? [] : [{ call, place }]));
  return written.map(({ call, place }) => ({
    ...operation,
    name: `${operation.name}, abandoned after ${place + 1} ${call}`,
    seed: async (ports) => {
      const seed = await operation.seed(ports);
      const process = new FaultyProcess(cloud, operation.lambda, { call: place, fault: death });
      await process.run((faulty) => operation.run(faulty, seed));
      return seed;
    },
    lambda: "sweepShard",
    run: async (sweeping, { org }) => sweep(sweeping, await dueOf(calm, org)),
    ask: operation,
  }));
}

/** What the sweep does of this org, as if its shard had nothing else: one by one, so that its calls have an order. */
async function sweep(ports: CloudPorts, due: Due[]): Promise<object> {
  const pages = due.map((one, place) => ({
    nominations: [{ due: one, place: `${place}` }],
    ...(place + 1 < due.length && { next: `${place + 1}` }),
  }));
  const agenda = {
    due: async (_: number, __: string, page = "0") => pages[Number(page)] ?? { nominations: [] },
  };
  const until = plus(ports.clock.now(), 60 * MINUTE_MS);
  await sweepShard({ ...ports, agenda }, { shard: 0 }, until);
  return {};
}

async function dueOf(ports: CloudPorts, org: string): Promise<Due[]> {
  const now = ports.clock.now();
  const isDue = (one: { nextActionAt?: string | undefined }) => (one.nextActionAt ?? "9") <= now;
  const [services, connections] = [await ports.services.page(org, 9), await ports.connections.page(org, 9)];
  return [
    ...services.filter(isDue).map(({ serviceId }): Due => ({ kind: "service", org, serviceId })),
    ...connections.filter(isDue).map(({ connectionId }): Due => ({ kind: "connection", org, connectionId })),
  ];
}
