import type { Connection, ConnectionRef } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import type { Due } from "./agenda.ts";

/**
 * The connections among what is due, read in one call. Where that fails each is read by itself: one that cannot be read
 * does not hide the others.
 */
export function readTogether(
  connections: Connections,
  due: readonly Due[],
): (ref: ConnectionRef) => Promise<Connection | undefined> {
  const refs = due.filter((one) => one.kind === "connection");
  const reading = connections.findAcross(refs).catch(() => undefined);
  return async (ref) => {
    const found = await reading;
    if (!found) return connections.find(ref);
    return found.find(({ org, connectionId }) => org === ref.org && connectionId === ref.connectionId);
  };
}
