import type { Clock } from "../clock.ts";
import { failureOf } from "../errors.ts";
import { type Patch, PatchRefused } from "../record/patch.ts";
import type { Connection, ConnectionRef } from "./connection.ts";
import type { Connections } from "./connections.ts";

const PAUSES_MS = [100, 400];

/**
 * A write that recognises its own effect: when its reply was lost the record already shows it, and that is
 * success. Throws PatchRefused when the record moved on without us, CallFailed when nobody can tell.
 */
export async function writeOwn(
  ports: { clock: Clock; connections: Connections },
  ref: ConnectionRef,
  patch: Patch<Connection>,
  isMine: (record: Connection) => boolean,
): Promise<Connection> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ports.connections.update(ref, patch);
    } catch (error) {
      if (!(error instanceof PatchRefused) && failureOf(error) === undefined) throw error;
      const record = await findOrUndefined(ports.connections, ref);
      if (record && isMine(record)) return record;
      const pause = PAUSES_MS[attempt];
      if ((error instanceof PatchRefused && record) || pause === undefined) throw error;
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
