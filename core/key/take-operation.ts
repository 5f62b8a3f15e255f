import { type Instant, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { failureOf, unavailableUntil } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import { type IdempotencyEntry, unexpired } from "./idempotency.ts";
import { newOperation, type Operation } from "./operation.ts";
import { recoverOperation } from "./recover-operation.ts";
import { type Take, takePatch } from "./take-patch.ts";
import { whyRefused } from "./why-refused.ts";

export type Taken =
  | { taken: true; connection: Connection; operation: Operation }
  | { taken: false; replay: IdempotencyEntry; connection: Connection };

const ATTEMPTS_MAX = 6;

/**
 * Begins an operation: one conditional update, and no read when nothing stands in the way. When it is refused
 * the record says why: an answered request is replayed, an abandoned operation is recovered first, and
 * anything else is the caller's to know (whyRefused).
 */
export async function takeOperation(ports: KeyPorts, take: Take): Promise<Taken> {
  let seen = take.seen;
  for (let attempt = 1; ; attempt++) {
    const now = ports.clock.now();
    const operation = begin(ports, take, now);
    try {
      const patch = takePatch(take, operation, seen, ports.deployment);
      const connection = await ports.connections.update(take.ref, patch);
      return { taken: true, connection, operation };
    } catch (error) {
      if (failureOf(error) === "unknown") throw unavailableUntil(now, operation.expiresAt);
      if (!(error instanceof PatchRefused)) throw error;
    }
    const record = await ports.connections.find(take.ref);
    const why = whyRefused(record, take, operation, ports.deployment, now);
    if (why.because === "refused" || !record)
      throw why.because === "refused" ? why.error : new PatchRefused();
    if (why.because === "ours") return { taken: true, connection: record, operation };
    if (why.because === "answered") return { taken: false, replay: why.entry, connection: record };
    if (why.because === "abandoned") await recoverOperation(ports, record);
    if (why.because === "forgettable") await forgetExpired(ports, record, now);
    if (attempt === ATTEMPTS_MAX) throw unavailableUntil(now, plus(now, 1_000));
    seen = why.because === "changed" ? record : await ports.connections.find(take.ref);
  }
}

function begin(ports: KeyPorts, take: Take, now: Instant): Operation {
  return newOperation(
    {
      id: ports.ids.next(),
      kind: take.kind,
      compromised: take.compromised ?? false,
      by: take.by.name,
      correlationId: take.by.correlationId,
    },
    now,
  );
}

async function forgetExpired(ports: KeyPorts, record: Connection, now: Instant): Promise<void> {
  try {
    await ports.connections.update(record, {
      when: [equals("version", record.version)],
      set: { idempotency: unexpired(record.idempotency, now) },
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error; // somebody else wrote: the next attempt sees what
  }
}
