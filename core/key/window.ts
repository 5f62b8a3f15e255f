import * as z from "zod";
import { Instant, latest, MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import type { Operation } from "./operation.ts";

/**
 * When an abandoned CreateAccessKey may have made a key nobody was told of. A key IAM says was created in a
 * window, that the record does not name and that was never used, is ours to delete.
 */
export const Window = z.object({ from: Instant, to: Instant, recoveredAt: Instant });
export type Window = z.infer<typeof Window>;

export const WINDOWS_MAX = 4;

const BEFORE_MS = 5 * SECOND_MS; // CreateDate has whole seconds, and clocks differ
const AFTER_MS = 30 * SECOND_MS; // a call already under way may still take effect
const CLEAN_AFTER_MS = 15 * MINUTE_MS; // a list may lag behind what exists
const AUDIT_EVERY_MS = 5 * MINUTE_MS;

export function windowOf(operation: Operation, recoveredAt: Instant): Window {
  return {
    from: plus(operation.startedAt, -BEFORE_MS),
    to: plus(operation.startedAt, AFTER_MS),
    recoveredAt,
  };
}

export function isWithin(windows: readonly Window[], created: Instant): boolean {
  return windows.some((window) => window.from <= created && created <= window.to);
}

/** A clean list taken from then on closes the window. */
export function closableAt(window: Window): Instant {
  return plus(latest(window.to, window.recoveredAt), CLEAN_AFTER_MS);
}

/** The next time the window is worth a look: every five minutes until it can be closed. */
export function auditDueAt(window: Window, now: Instant): Instant {
  const soon = plus(now, AUDIT_EVERY_MS);
  const closable = closableAt(window);
  return closable > now && closable < soon ? closable : soon;
}
