import type { Connection, ConnectionRef } from "../connection/connection.ts";
import type { PoliciesOfPass } from "../policy/policies-of-pass.ts";
import type { RecordPorts } from "../ports.ts";
import type { Due } from "./agenda.ts";

/**
 * The connections among what is due are read in one call, and in another the policies of their orgs. Where that fails
 * each is read by itself: one that cannot be read does not hide the others.
 */
export function readTogether(
  { connections }: RecordPorts,
  due: readonly Due[],
  policies: PoliciesOfPass,
): (ref: ConnectionRef) => Promise<Connection | undefined> {
  const read = async () => {
    const found = await connections.findAcross(due.filter((one) => one.kind === "connection"));
    await policies.readAhead(found.filter(({ state, operation }) => state === "ready" && !operation));
    return found;
  };
  const reading = read().catch(() => undefined);
  return async (ref) => {
    const found = await reading;
    if (!found) return connections.find(ref);
    return found.find(({ org, connectionId }) => org === ref.org && connectionId === ref.connectionId);
  };
}
