import { type Instant, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { failureOf, isDefinite, unavailableUntil } from "../errors.ts";
import type { PairPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import { type Held, requester } from "./held.ts";
import { startsInTime } from "./key-calls.ts";
import type { KeyPair } from "./key-pair.ts";
import { writesEndAt } from "./operation.ts";
import { isInterruption, orUnavailable } from "./or-unavailable.ts";
import { writeOwn } from "./write-own.ts";

/**
 * Keeps the pair and commits that it is to become current. Where it is certain that nothing was kept, the operation is
 * released; otherwise it is left to expire. Throws DomainError unavailable.
 */
export async function keepPair(ports: PairPorts, held: Held, pair: KeyPair, until: Instant): Promise<Held> {
  try {
    startsInTime(ports.clock, "PutSecretValue", until);
    await ports.secrets.keep(held, held.operation.originalId, pair, until);
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    const now = ports.clock.now();
    if (!isDefinite(error)) throw unavailableUntil(now, held.operation.expiresAt, error);
    await release(ports, held, until);
    throw unavailableUntil(now, plus(now, 5_000), error);
  }
  return orUnavailable(ports.clock, held, () => commitPromotion(ports, held));
}

async function commitPromotion(ports: PairPorts, held: Held): Promise<Held> {
  const operation = { ...held.operation, phase: "promote" as const };
  const patch = {
    when: [equals("operation.id", operation.id), equals("operation.phase", "taken")],
    set: { operation },
  };
  const isMine = ({ operation: found }: Connection) =>
    found?.id === operation.id && found.phase === "promote";
  return { ...(await writeOwn(ports, held, patch, isMine, writesEndAt(operation))), operation };
}

/** The SDK may have sent it before it was refused: what was kept by that is let go, too. */
async function release(ports: PairPorts, held: Held, until: Instant): Promise<void> {
  const { current, retiring, windows } = held;
  const by = requester(held);
  try {
    await ports.secrets.drop(held, held.operation.originalId, until);
    await endOperation(ports, held, { state: { current, retiring, windows }, findings: nothingFound, by });
  } catch (error) {
    if (!isInterruption(error)) throw error;
  }
}
