import * as z from "zod";
import { Instant } from "../clock.ts";
import { derivedSeed } from "../ids.ts";
import { type IdempotentRequest, idempotencyKeyReused, rememberUntil } from "../key/idempotency.ts";

/** How something was asked for, so that the same request finds it again until `expiresAt`. */
export const Creation = z.object({ bodyHash: z.string(), expiresAt: Instant });
export type Creation = z.infer<typeof Creation>;

export function creationOf(request: IdempotentRequest, now: Instant): Creation {
  return { bodyHash: request.bodyHash, expiresAt: rememberUntil(now) };
}

/** A later seed is taken while an earlier one's tombstone is there, for two days; a request is remembered for one. */
const FREE_SEEDS = 3;

/**
 * What the request made before, or the seed to make it from. A key that is sent again after its day makes
 * something new, from a later seed; an earlier one may be free again by then, so the search ends at the third.
 */
export async function findEarlier<Made extends { creation?: Creation | undefined }>(
  scope: string,
  request: IdempotentRequest,
  now: Instant,
  find: (seed: string) => Promise<Made | undefined>,
): Promise<{ seed: string; made?: Made }> {
  const free: string[] = [];
  for (let generation = 0; ; generation++) {
    const seed = derivedSeed(scope, request.keyHash, String(generation));
    const made = await find(seed);
    if (made && isSameRequest(made.creation, request, now)) return { seed, made };
    if (!made) free.push(seed);
    if (free.length === FREE_SEEDS && free[0]) return { seed: free[0] };
  }
}

/**
 * Whether the record there is what this very request made: true to answer it again, false when the request was
 * forgotten since. Throws idempotency_key_reused when the key came with another body.
 */
export function isSameRequest(made: Creation | undefined, request: IdempotentRequest, now: Instant): boolean {
  if (!made || made.expiresAt <= now) return false;
  if (made.bodyHash === request.bodyHash) return true;
  throw idempotencyKeyReused();
}
