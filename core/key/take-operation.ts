import type { Instant } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { contended, failureOf, notFound, unavailableUntil } from "../errors.ts";
import type { KeyPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { Held } from "./held.ts";
import { type IdempotencyEntry, unexpired } from "./idempotency.ts";
import { obstacles } from "./obstacles.ts";
import { newOperation, type Operation } from "./operation.ts";
import { recoverOperation } from "./recover-operation.ts";
import { isAboutSeenKeys, type Take } from "./take.ts";
import { takePatch } from "./take-patch.ts";
import { whyRefused } from "./why-refused.ts";

/** The request was answered before: what it left behind, and the record as it is now. */
export interface Replay {
  replay: IdempotencyEntry;
  connection: Connection;
}

const ATTEMPTS_MAX = 6;

/**
 * Begins an operation: one conditional update, and no read when nothing stands in the way. When it is refused
 * the record says why (obstacles): an answered request is replayed, an abandoned operation is recovered first,
 * and anything else is thrown as the caller has to know it. Throws DomainError; CallFailed.
 */
export async function takeOperation(ports: KeyPorts, take: Take & { idempotent?: never }): Promise<Held>;
export async function takeOperation(ports: KeyPorts, take: Take): Promise<Held | Replay>;
export async function takeOperation(ports: KeyPorts, take: Take): Promise<Held | Replay> {
  let seen = take.seen;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const now = ports.clock.now();
    const operation = begin(ports, take, now);
    const inTheWay = obstacles(take, seen, ports.deployment, now);
    try {
      const patch = takePatch(take, operation, seen, inTheWay);
      return { ...(await ports.connections.update(take.ref, patch)), operation };
    } catch (error) {
      if (failureOf(error) === "unknown") throw unavailableUntil(now, operation.expiresAt, error);
      if (!(error instanceof PatchRefused)) throw error;
    }
    const record = await ports.connections.find(take.ref);
    if (!record) throw notFound("connection");
    const why = whyRefused(record, operation, inTheWay);
    if (why.because === "refused") throw why.error;
    if (why.because === "ours") return { ...record, operation };
    if (why.because === "answered") return { replay: why.entry, connection: record };
    if (why.because === "abandoned") await recoverOperation(ports, record);
    if (why.because === "forgettable") await forgetExpired(ports, record, now);
    if (isAboutSeenKeys(take)) continue;
    seen = why.because === "changed" ? record : await ports.connections.find(take.ref);
  }
  throw contended();
}

function begin(ports: KeyPorts, take: Take, now: Instant): Operation {
  const { kind, by, compromised = false, pair } = take;
  const { name, correlationId } = by;
  const id = ports.ids.next();
  const idempotent = kind === "retire" || kind === "restore" ? take.idempotent : undefined;
  const given = { ...(pair && { pair }), ...(idempotent && { idempotent }) };
  return newOperation({ id, kind, compromised, by: name, correlationId, ...given }, now);
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
