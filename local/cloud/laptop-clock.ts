import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, instant } from "../../core/clock.ts";

/** The laptop cloud's time: the real one, moved by as much as somebody asked for. The move outlives a restart. */
export interface LaptopClock extends Clock {
  epochMs(): number;
  advance(milliseconds: number): void;
}

export function openLaptopClock(dataDir: string): LaptopClock {
  const file = join(dataDir, "clock.json");
  let offsetMs = readOffset(file);
  const epochMs = () => Date.now() + offsetMs;
  return {
    epochMs,
    now: () => instant(epochMs()),
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
    },
    advance(milliseconds) {
      offsetMs += milliseconds;
      writeFileSync(`${file}.new`, JSON.stringify({ offsetMs }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function readOffset(file: string): number {
  try {
    return Number(JSON.parse(readFileSync(file, "utf8")).offsetMs) || 0;
  } catch {
    return 0; // none was kept
  }
}
