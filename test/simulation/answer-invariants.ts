import { DAY_MS, SECOND_MS } from "../../core/clock.ts";
import type { World } from "./world.ts";

/** Of the answers to one Idempotency-Key only one performed something, and all tell of the same key. */
export function* idempotencyViolations(world: World): Generator<string> {
  const answers = world.attempts
    .filter(({ kind, outcome, request }) => kind === "reset" && outcome?.is === "answered" && request.keyHash)
    .map((attempt) => ({
      attempt,
      keyHash: attempt.request.keyHash,
      value: (attempt.outcome as { value: { replayed: boolean; accessKeyId: string } }).value,
    }));
  for (const { attempt, keyHash, value } of answers) {
    const others = answers.filter(
      (other) =>
        other.keyHash === keyHash &&
        other.attempt !== attempt &&
        // For so long it is remembered, by clocks that may differ.
        Math.abs(other.attempt.startedMs - attempt.startedMs) < DAY_MS - 10 * SECOND_MS,
    );
    for (const other of others) {
      if (value.replayed || attempt.unsettled) continue;
      if (!other.value.replayed && !other.attempt.unsettled) {
        yield `${attempt.id} and ${other.attempt.id} were both performed for the same Idempotency-Key`;
      }
      // One that began before may tell of a request that was forgotten by now.
      const isLater = other.attempt.startedMs >= attempt.startedMs;
      if (isLater && other.value.replayed && other.value.accessKeyId !== value.accessKeyId) {
        yield `${other.attempt.id} replayed ${other.value.accessKeyId} for ${attempt.id}'s ${value.accessKeyId}`;
      }
    }
  }
}

/** Whoever is told "no" is told by an error made for it: anything else is a bug, a 500. */
export function* errorViolations(world: World): Generator<string> {
  for (const { id, outcome } of world.attempts) {
    if (outcome?.is === "failed" && outcome.error.name !== "CallFailed")
      yield `${id} failed: ${outcome.error.stack}`;
  }
}
