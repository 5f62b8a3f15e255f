import type { Instant } from "../clock.ts";
import type { Connection, ConnectionRef } from "../connection/connection.ts";
import { SHARDS } from "../record/shards.ts";
import { compareConnections } from "./compare-connections.ts";
import { compareUsers } from "./compare-users.ts";
import type { DriftPorts } from "./drift-ports.ts";
import type { Failures } from "./failures.ts";

/** A pass of the comparison: the shards of the agenda one after the other, then the users of each cell. */
export interface DriftPass {
  part: number;
  /** Where an earlier pass ran out of time. */
  after?: string;
}

/** Asks for the rest of a comparison. */
export interface DriftRequests {
  request(pass: DriftPass): Promise<void>;
}

/** What all parts of a pass share. */
interface Course {
  failures: Failures;
  /** Nothing new is begun later. */
  until: Instant;
}

/** Few enough for two looks at each of them in the time of a pass. */
const AT_ONCE = 10;
/** Later than anything can be due: the whole of a shard. */
const EVER: Instant = "9999-12-31T23:59:59.999Z";

/**
 * Compares IAM with the records, and reports what was changed behind Keyturn's back. Nothing in IAM is changed, and no
 * record but for what it says of IAM.
 *
 * The agenda names every connection with a key that works, without anybody reading the whole table; IAM's own list of
 * users names the others, and the users that no record names. What neither shows: a connection whose user was deleted
 * while it had no key, or one that does not work.
 *
 * Answers where to go on when `until` comes first. One pass follows the other, so that the pace is the whole deployment's.
 * Dies at any call: the same pass is made again, and what it had written is not written or told again. Throws CallFailed.
 */
export async function findDrift(
  ports: DriftPorts,
  from: DriftPass,
  until: Instant,
): Promise<DriftPass | undefined> {
  const cells = [...new Set(ports.deployment.buckets.map(({ cellId }) => cellId))];
  const course: Course = { failures: { inARow: 0 }, until };
  let pass: DriftPass = from;
  while (pass.part < SHARDS + cells.length) {
    const { part, after } = pass;
    const next =
      part < SHARDS
        ? await shardOnwards(ports, course, part, after)
        : await usersOnwards(ports, course, cells[part - SHARDS] as string, after);
    if (next !== undefined) return { part, after: next };
    pass = { part: part + 1 };
    if (ports.clock.now() >= until && pass.part < SHARDS + cells.length) return pass;
  }
  return undefined;
}

/** Where to go on; undefined when the shard is through. */
async function shardOnwards(
  ports: DriftPorts,
  { failures, until }: Course,
  shard: number,
  from: string | undefined,
): Promise<string | undefined> {
  let after = from;
  do {
    const page = await ports.agenda.due(shard, EVER, after);
    for (let first = 0; first < page.nominations.length; first += AT_ONCE) {
      const batch = page.nominations.slice(first, first + AT_ONCE);
      const refs = batch.flatMap(({ due }): ConnectionRef[] => (due.kind === "connection" ? [due] : []));
      if (refs.length > 0) await compareConnections(ports, await read(ports, refs), failures);
      after = batch.at(-1)?.place;
      const isLast = first + AT_ONCE >= page.nominations.length && !page.next;
      if (!isLast && after && ports.clock.now() >= until) return after;
    }
    after = page.next;
  } while (after);
  return undefined;
}

/** As for a shard, through the cell's users. */
async function usersOnwards(
  ports: DriftPorts,
  { failures, until }: Course,
  cellId: string,
  from: string | undefined,
): Promise<string | undefined> {
  let after = from;
  do {
    await ports.clock.sleep(ports.pace.pauseMs);
    const page = await ports.userList.page(cellId, AT_ONCE, after);
    const unnamed = await compareUsers(ports, page.users, failures);
    await compareConnections(ports, unnamed, failures);
    after = page.next;
    if (after && ports.clock.now() >= until) return after;
  } while (after);
  return undefined;
}

/** Together; where that fails one by one, so that one that cannot be read does not hide the others. */
async function read({ connections, log }: DriftPorts, refs: readonly ConnectionRef[]): Promise<Connection[]> {
  try {
    return await connections.findAcross(refs);
  } catch {
    const found: Connection[] = [];
    for (const ref of refs) {
      const one = await connections.find(ref).catch((error: Error) => {
        log.warn("a record could not be read", { id: ref.connectionId, error: error.name });
        return undefined;
      });
      if (one) found.push(one);
    }
    return found;
  }
}
