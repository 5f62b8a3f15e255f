import * as z from "zod";
import { DAY_MS, Instant, plus } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { sha256Hex } from "../ids.ts";
import { reveal, Secret } from "../secret.ts";

/** A request that may be sent again: the caller's Idempotency-Key, hashed per caller, and what it asked. */
export const IdempotentRequest = z.object({ keyHash: z.string(), bodyHash: z.string() });
export type IdempotentRequest = z.infer<typeof IdempotentRequest>;

const IDEMPOTENCY_REMEMBERED_MS = DAY_MS;
export const IDEMPOTENCY_ENTRIES_MAX = 20;

/** What an answered request left behind. Not the secret: a replay shows the key's id only. */
export const IdempotencyEntry = z.object({
  bodyHash: z.string(),
  operationId: z.string(),
  accessKeyId: z.string(),
  created: z.boolean(),
  expiresAt: Instant,
});
export type IdempotencyEntry = z.infer<typeof IdempotencyEntry>;

export const IdempotencyEntries = z.record(z.string(), IdempotencyEntry);
export type IdempotencyEntries = z.infer<typeof IdempotencyEntries>;

export function idempotentRequest(sub: string, key: string, request: unknown): IdempotentRequest {
  return {
    keyHash: `k${sha256Hex(JSON.stringify([sub, key]))}`,
    bodyHash: sha256Hex(JSON.stringify(request, withSecretsHashed)),
  };
}

/** With another secret it is another request, though a secret's JSON is always the same; `this` has it as it was. */
function withSecretsHashed(this: unknown, name: string, json: unknown): unknown {
  const given = (this as Record<string, unknown>)[name];
  return given instanceof Secret ? sha256Hex(reveal(given)) : json;
}

export function rememberUntil(now: Instant): Instant {
  return plus(now, IDEMPOTENCY_REMEMBERED_MS);
}

export function unexpired(entries: IdempotencyEntries, now: Instant): IdempotencyEntries {
  return Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry.expiresAt > now));
}

/** What a record remembers once a request is answered: the requests it knows, and this one, if it can be sent again. */
export function remembering(
  { idempotency, operation }: { idempotency: IdempotencyEntries; operation: { id: string } },
  request: IdempotentRequest | undefined,
  answered: Pick<IdempotencyEntry, "accessKeyId" | "created">,
  now: Instant,
): IdempotencyEntries {
  const live = unexpired(idempotency, now);
  if (!request) return live;
  const { bodyHash } = request;
  const entry = { ...answered, bodyHash, operationId: operation.id, expiresAt: rememberUntil(now) };
  return { ...live, [request.keyHash]: entry };
}

/** Whether this request was answered before. Throws idempotency_key_reused when its key came with another body. */
export function isAnswered(
  known: IdempotencyEntries,
  request: IdempotentRequest | undefined,
  now: Instant,
): boolean {
  const entry = request && unexpired(known, now)[request.keyHash];
  if (entry && entry.bodyHash !== request.bodyHash) throw idempotencyKeyReused();
  return entry !== undefined;
}

export function idempotencyKeyReused(): DomainError {
  return new DomainError(
    "idempotency_key_reused",
    "This Idempotency-Key was sent with another request before.",
  );
}
