import * as z from "zod";
import { Instant } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { derivedSeed } from "../ids.ts";
import { type IdempotentRequest, rememberUntil } from "../key/idempotency.ts";

/** How something was asked for, so that the same request finds it again until `expiresAt`. */
export const Creation = z.strictObject({ bodyHash: z.string(), expiresAt: Instant });
export type Creation = z.infer<typeof Creation>;

export function creationOf(request: IdempotentRequest, now: Instant): Creation {
  return { bodyHash: request.bodyHash, expiresAt: rememberUntil(now) };
}

/**
 * The seeds a request's ids may have been made from, newest last. A key that is sent again after its day makes
 * something new, from the next seed.
 */
export function* seedsOf(org: string, request: IdempotentRequest): Generator<string> {
  for (let generation = 0; ; generation++) {
    yield derivedSeed(org, request.keyHash, String(generation));
  }
}

/**
 * Whether the record there is what this very request made: true to answer it again, false when the request was
 * forgotten since. Throws idempotency_key_reused when the key came with another body.
 */
export function isSameRequest(made: Creation | undefined, request: IdempotentRequest, now: Instant): boolean {
  if (!made || made.expiresAt <= now) return false;
  if (made.bodyHash === request.bodyHash) return true;
  throw new DomainError(
    "idempotency_key_reused",
    "This Idempotency-Key was sent with another request before.",
  );
}
