import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { Attempt } from "./attempt.ts";
import type { World } from "./world.ts";

/** Codes that promise that nothing was changed. */
const CHANGED_NOTHING = new Set([
  ...["not_found", "key_changed", "operation_in_progress", "confirmation_required", "confirmation_mismatch"],
  ...["no_access_key", "idempotency_key_reused", "too_many_operations", "too_many_idempotency_keys", "busy"],
  ...["service_not_ready", "removal_not_allowed", "rotation_in_progress", "key_in_use", "key_too_old"],
  ...["customer_managed", "provider_managed", "credentials_rejected", "old_key_still_works"],
]);
const REFUSED_WHOLLY = new Set(["reset", "remove", "put", "delete_connection"]);

/** Whoever was refused caused nothing; a deletion that all were refused did not happen. */
export function* refusedViolations(world: World, journal: KeyturnEvent[]): Generator<string> {
  for (const { id, kind, outcome } of world.attempts.filter(isPlainlyRefused)) {
    if (!REFUSED_WHOLLY.has(kind)) continue;
    for (const event of journal.filter((one) => one.metadata.correlationId === id)) {
      yield `${id} was refused (${codeOf(outcome)}) and caused ${event.type}`;
    }
  }
  for (const { type, data } of journal) {
    if (type !== "ServiceDeleted") continue;
    const asked = world.attempts.filter(
      (one) => one.kind === "delete_service" && one.target === data.serviceId,
    );
    if (asked.every(isPlainlyRefused))
      yield `${data.serviceId} was deleted, and everybody who asked was refused`;
  }
}

function isPlainlyRefused({ outcome }: Attempt): boolean {
  return CHANGED_NOTHING.has(codeOf(outcome));
}

function codeOf(outcome: Attempt["outcome"]): string {
  return outcome?.is === "refused" ? outcome.error.code : "";
}
