import { keyturnItself } from "../caller/caller.ts";
import { plus, SECOND_MS } from "../clock.ts";
import { type Connection, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { failureOf } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import type { ListedKey } from "../key/access-keys.ts";
import { absent, equals, fewerThan, PatchRefused } from "../record/patch.ts";
import { type Comparison, comparison } from "./comparison.ts";
import { DIFFERS } from "./differs.ts";
import { isComparable } from "./drift-of.ts";
import type { DriftPorts } from "./drift-ports.ts";
import { type Failures, orFailure } from "./failures.ts";

/** A call that takes longer is one that failed: others wait, and the function's time is short. */
const CALL_MS = 3 * SECOND_MS;

/**
 * Compares some connections, as they were just read, with IAM, which it only reads:
 *
 * 1. each user's keys are listed. What is as it was last time ends here. Dies here: nothing is done
 * 2. some seconds later those that differ are read and listed once more: one odd answer is no finding
 * 3. what is new is written into the record and told in the same write, if the record is as it was read. Dies before:
 *    the next comparison finds it again. Dies after: it is told
 *
 * One that fails is looked at by the next comparison. Throws CallFailed when the records cannot be read, or IAM answers
 * for none of them (failures.ts).
 */
export async function compareConnections(
  ports: DriftPorts,
  connections: readonly Connection[],
  failures: Failures,
): Promise<void> {
  const differing: Connection[] = [];
  for (const connection of connections) {
    await orFailure(ports, failures, connection.connectionId, async () => {
      if (await look(ports, connection)) differing.push(connection);
    });
  }
  if (differing.length === 0) return;
  await ports.clock.sleep(ports.pace.lookAgainMs);
  for (const connection of await ports.connections.findAcross(differing)) {
    await orFailure(ports, failures, connection.connectionId, async () => {
      const compared = await look(ports, connection);
      if (compared) await tell(ports, connection, compared);
    });
  }
}

async function look(ports: DriftPorts, connection: Connection): Promise<Comparison | undefined> {
  if (!isComparable(connection, ports.clock.now())) return undefined;
  const listed = await keysOf(ports, connection);
  return comparison(connection, listed, ports.clock.now());
}

/** Undefined: there is no such user. */
async function keysOf(ports: DriftPorts, connection: Connection): Promise<ListedKey[] | undefined> {
  await ports.clock.sleep(ports.pace.pauseMs);
  try {
    return await ports.accessKeys.list(connection, plus(ports.clock.now(), CALL_MS));
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
    return undefined;
  }
}

/** Somebody who works on the keys, or has worked on them meanwhile, is not disturbed: the next comparison looks again. */
async function tell(
  ports: DriftPorts,
  connection: Connection,
  { drift, unmanagedIds, drafts, found }: Comparison,
): Promise<void> {
  const by = keyturnItself(connection.org, ports.ids.next());
  const { set, append } = announce(ports.ids, connection, by, ports.clock.now(), drafts);
  try {
    await ports.connections.write(connection, {
      when: [
        equals("version", connection.version),
        absent("operation"),
        ...(drafts.length > 0 ? [fewerThan("outbox", OUTBOX_EVENTS_MAX)] : []),
      ],
      set: { ...set, unmanagedIds, ...(drift.length > 0 && { drift }) },
      remove: drift.length > 0 ? [] : ["drift"],
      append,
    });
  } catch (error) {
    if (error instanceof PatchRefused) return;
    throw error;
  }
  const { connectionId } = connection;
  for (const { kind, accessKeyId } of found) {
    ports.log.warn(DIFFERS, { drift: kind, connectionId, accessKeyId: accessKeyId ?? "none" });
  }
}
