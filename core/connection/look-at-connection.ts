import { SECOND_MS } from "../clock.ts";
import type { CurrentKey, RetiringKey } from "../key/access-key.ts";
import { keysPatch } from "../key/key-state.ts";
import { isWorthAsking, lookUpUse } from "../key/key-use.ts";
import { isInterruption } from "../key/or-unavailable.ts";
import type { Org } from "../org/org.ts";
import type { KeyPorts } from "../ports.ts";
import { absent, equals } from "../record/patch.ts";
import type { Connection } from "./connection.ts";
import { findConnection } from "./find-connection.ts";

/** Somebody waits for the answer, which is as good without. */
const PATIENCE_MS = 2 * SECOND_MS;

/**
 * The org's connection, with when its keys were last used. IAM is asked when what it said last is old enough to have
 * changed; the answer is kept in the record. Of a customer's keys it knows nothing. Throws not_found; CallFailed.
 */
export async function lookAtConnection(ports: KeyPorts, org: Org, connectionId: string): Promise<Connection> {
  const connection = await findConnection(ports, org, connectionId);
  const [current, retiring] = await Promise.all([
    looked(ports, connection, connection.current),
    looked(ports, connection, connection.retiring),
  ]);
  const isNews = current !== connection.current || retiring !== connection.retiring;
  return isNews ? keep(ports, connection, { current, retiring }) : connection;
}

/** The key with what IAM says of it now; the same where it was asked lately, or does not tell. */
async function looked<Key extends CurrentKey | RetiringKey | undefined>(
  ports: KeyPorts,
  connection: Connection,
  key: Key,
): Promise<Key> {
  if (!key || key.state === "doomed" || connection.customer || !isWorthAsking(key.lookUp, ports.clock.now()))
    return key;
  const lookUp = await lookUpUse(ports, connection, key, PATIENCE_MS);
  return lookUp ? { ...key, lookUp } : key;
}

/** One that somebody else changes meanwhile is shown all the same, and asked about again. */
async function keep(
  ports: KeyPorts,
  connection: Connection,
  keys: Pick<Connection, "current" | "retiring">,
): Promise<Connection> {
  try {
    return await ports.connections.update(connection, {
      when: [equals("version", connection.version), absent("operation")],
      set: keysPatch(keys).set,
    });
  } catch (error) {
    if (!isInterruption(error)) throw error;
    return { ...connection, ...keys };
  }
}
