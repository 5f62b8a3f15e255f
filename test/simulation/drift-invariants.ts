import type { Connection } from "../../core/connection/connection.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { World } from "./world.ts";

/**
 * The comparison finds the keys that somebody has made in IAM, and accuses nobody wrongly: in a history people make keys
 * there and take them back, and do nothing else, and no record names a key that is not as it says.
 */
export function* driftViolations(
  world: World,
  journal: readonly KeyturnEvent[],
  connections: readonly Connection[],
): Generator<string> {
  const told = new Set<string>();
  for (const { type, data } of journal) {
    if (type === "UnmanagedKeyDetected") told.add(data.accessKeyId);
    if (type === "KeyDriftDetected") yield `${data.connectionId} is said to have a ${data.drift} key`;
    if (type === "UnmanagedUserDetected") yield `${data.userName} is said to be nobody's`;
    if (type === "KeyDriftResolved" && data.drift !== "key_created")
      yield `${data.connectionId} is said to have no ${data.drift} key any more`;
  }
  for (const { connectionId, userName, customer, drift = [] } of connections) {
    const keys = customer ? [] : (world.iam.users.get(userName)?.keys ?? []);
    const found = drift.map(({ kind, accessKeyId }) => `${kind} ${accessKeyId}`).join();
    const there = keys.map((key) => key.accessKeyId).filter((id) => world.iam.adminKeys.has(id));
    const wanted = there.map((id) => `key_created ${id}`).join();
    if (found !== wanted) yield `${connectionId}: somebody made [${wanted}], the record says [${found}]`;
    for (const id of there) if (!told.has(id)) yield `${id} was made by somebody, and nobody was told`;
  }
  for (const id of told) if (!world.iam.isOfAdministrator(id)) yield `${id} is said to be nobody's`;
}
