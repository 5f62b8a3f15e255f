import type { Clock, Instant } from "../clock.ts";
import type { Connection, ConnectionRef } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import { failureOf } from "../errors.ts";
import { type Patch, PatchRefused } from "../record/patch.ts";

const PAUSES_MS = [100, 400];

/**
 * A write that recognises its own effect: when its reply was lost the record already shows it, and that is
 * success. From `until` on a call that failed is not made again. Throws PatchRefused when the record moved on
 * without us, CallFailed when nobody can tell: `unknown` if that is so of any attempt, whatever became of a later one.
 */
export async function writeOwn(
  ports: { clock: Clock; connections: Connections },
  ref: ConnectionRef,
  patch: Patch<Connection>,
  isMine: (record: Connection) => boolean,
  until: Instant,
): Promise<Connection> {
  let doubt: unknown;
  for (let attempt = 0; ; attempt++) {
    try {
      return await ports.connections.update(ref, patch);
    } catch (error) {
      if (!(error instanceof PatchRefused) && failureOf(error) === undefined) throw error;
      if (failureOf(error) === "unknown") doubt ??= error;
      // A refusal is worth a look however late it is: the write may be ours, and its secret undelivered.
      if (ports.clock.now() >= until && !(error instanceof PatchRefused)) throw doubt ?? error;
      const record = await findOrUndefined(ports.connections, ref);
      if (record && isMine(record)) return record;
      const pause = PAUSES_MS[attempt];
      if (error instanceof PatchRefused && record) throw error;
      if (pause === undefined) throw doubt ?? error;
      await ports.clock.sleep(pause);
    }
  }
}

async function findOrUndefined(
  connections: Connections,
  ref: ConnectionRef,
): Promise<Connection | undefined> {
  try {
    return await connections.find(ref);
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    return undefined;
  }
}
