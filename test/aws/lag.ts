import { setTimeout as sleep } from "node:timers/promises";

/** AWS has many front ends, so one answer is not yet the answer: it has to stay for this long. */
const STEADY_MS = 2_000;
const PAUSE_MS = 250;

export interface Lag {
  /** What was answered last. */
  last: string;
  /** Milliseconds until the wanted answer came at all, and until it came every time. */
  firstMs?: number;
  steadyMs?: number;
}

/** Asks until the wanted answer is the only one, or for `patienceMs`. */
export async function lagUntil(
  wanted: string,
  ask: () => Promise<string>,
  patienceMs = 60_000,
): Promise<Lag> {
  const began = Date.now();
  let firstMs: number | undefined;
  let sinceMs: number | undefined;
  for (;;) {
    const last = await ask();
    const nowMs = Date.now() - began;
    if (last === wanted) firstMs ??= nowMs;
    sinceMs = last === wanted ? (sinceMs ?? nowMs) : undefined;
    const seen = { last, ...(firstMs !== undefined && { firstMs }) };
    if (sinceMs !== undefined && nowMs - sinceMs >= STEADY_MS) return { ...seen, steadyMs: sinceMs };
    if (sinceMs === undefined && nowMs > patienceMs) return seen;
    await sleep(PAUSE_MS);
  }
}

/** The figure goes to whoever runs the tests. */
export function measured(what: string, figure: string | Lag): void {
  const text =
    typeof figure === "string"
      ? figure
      : `first after ${figure.firstMs} ms, always after ${figure.steadyMs} ms`;
  console.log(`measured: ${what}: ${text}`);
}
