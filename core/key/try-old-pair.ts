import { type Clock, plus, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { failureOf } from "../errors.ts";
import type { LeavingKey } from "./access-key.ts";
import type { PairChecks } from "./pair-checks.ts";
import type { PairSecrets } from "./pair-secrets.ts";

export interface TryPorts {
  clock: Clock;
  secrets: PairSecrets;
  pairChecks: PairChecks;
}

const PATIENCE_MS = 3 * SECOND_MS;

/**
 * Whether AWS still takes a customer's old pair. `unknown`: it did not say, or the pair is no longer kept; that never means
 * that it is deactivated. (AWS notes the question as a use of the key, so it is asked seldom.)
 */
export async function tryOldPair(
  ports: TryPorts,
  connection: Connection,
  old: LeavingKey,
): Promise<"accepted" | "refused" | "unknown"> {
  const until = plus(ports.clock.now(), PATIENCE_MS);
  try {
    const pair = old.version && (await ports.secrets.read(connection, old.version, until));
    if (!pair || pair.accessKeyId !== old.accessKeyId) return "unknown";
    const { is } = await ports.pairChecks.identify(pair, until);
    if (is === "known") return "accepted";
    return is === "unknown_key" ? "refused" : "unknown";
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    return "unknown";
  }
}
