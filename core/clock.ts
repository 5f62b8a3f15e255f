import * as z from "zod";

/** A UTC instant as an ISO 8601 string with milliseconds, so that text order is time order. */
export type Instant = z.infer<typeof Instant>;
// Marked, so that a Lambda that parses nothing bundles no zod.
export const Instant = /* @__PURE__ */ z.iso.datetime({ precision: 3 });

/** The only source of time in core: a test, and the laptop cloud, can move it. */
export interface Clock {
  now(): Instant;
  sleep(milliseconds: number): Promise<void>;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function instant(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

export function plus(from: Instant, milliseconds: number): Instant {
  return instant(Date.parse(from) + milliseconds);
}

export function msBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from);
}

export function earliest(...instants: (Instant | undefined)[]): Instant | undefined {
  return instants.filter((one) => one !== undefined).sort()[0];
}

export function latest(first: Instant, second: Instant): Instant {
  return first > second ? first : second;
}
