import { randomBytes } from "node:crypto";
import { MINUTE_MS, SECOND_MS } from "../../core/clock.ts";

/** What a run makes is called `keyturn-test-{run}`, and its users lie under `/keyturn/test-{run}…/`. */
export const NAME_PREFIX = "keyturn-test-";
export const USER_PATH_PREFIX = "/keyturn/test-";

/** No run takes nearly as long: what is older was left by one that died. */
const ABANDONED_AFTER_MS = 3 * 60 * MINUTE_MS;

/** The second in which the run began, and something nobody else has. */
export function newRun(now = Date.now()): string {
  return `${Math.floor(now / SECOND_MS)}-${randomBytes(3).toString("hex")}`;
}

/** The run that a resource's name, or a user's path, speaks of. */
export function runOf(name: string): string | undefined {
  return /^(?:keyturn-test-|\/keyturn\/test-)(\d{10}-[0-9a-f]{6})(?=$|[-/])/.exec(name)?.[1];
}

export function isAbandoned(run: string, now = Date.now()): boolean {
  return now - Number(run.slice(0, 10)) * SECOND_MS > ABANDONED_AFTER_MS;
}
