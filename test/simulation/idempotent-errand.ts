import { type IdempotentRequest, idempotentRequest } from "../../core/key/idempotency.ts";
import { anAdmin } from "../../core/testing/memory-ports.ts";
import type { Random } from "./random.ts";

/** Half of the requests carry one of a few keys, so that some are the same: also those of callers of different orgs. */
export function maybeIdempotent(
  random: Random,
  route: string[],
  body: object,
): { idempotent?: IdempotentRequest } {
  if (random.chance(0.5)) return {};
  const key = random.pick(["k1", "k2", "k3"]);
  return { idempotent: idempotentRequest(anAdmin.sub, JSON.stringify([key, ...route]), body) };
}

export function hashOf({ idempotent }: { idempotent?: IdempotentRequest }): { keyHash?: string } {
  return idempotent ? { keyHash: idempotent.keyHash } : {};
}
