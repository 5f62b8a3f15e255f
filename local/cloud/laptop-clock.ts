import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { type Clock, instant, SECOND_MS } from "../../core/clock.ts";
import { replaceFile } from "../aws/disk.ts";
import { tellOfDisk } from "../disk-fault.ts";

/**
 * The laptop cloud's time: the real one, moved by as much as somebody asked for. It only goes forward, across restarts
 * too: where the machine's clock is set back, this one goes on from where it was. A lease that was taken would last, and
 * what is due would wait, until the machine's clock is there again.
 */
export interface LaptopClock extends Clock {
  epochMs(): number;
  /** Throws when it cannot be kept; then nothing has moved. */
  advance(milliseconds: number): void;
  /** How far the machine's clock was behind when this one was opened, ms. */
  readonly wasBehindMs: number;
}

/** `seenMs`: a time that it had been. */
const Kept = z.object({ offsetMs: z.number(), seenMs: z.number().optional() });

/** How far it may have gone beyond what is kept. */
const KEEP_EVERY_MS = 10 * SECOND_MS;

/** Throws a sentence where a time was kept that cannot be read: going on without it would be going back. */
export function openLaptopClock(dataDir: string): LaptopClock {
  const file = join(dataDir, "clock.json");
  const kept = read(file);
  let { offsetMs } = kept;
  const wasBehindMs = Math.max(0, (kept.seenMs ?? 0) - (Date.now() + offsetMs));
  let lastMs = kept.seenMs ?? Number.NEGATIVE_INFINITY;
  let keptMs = Number.NEGATIVE_INFINITY;

  function keep(offset: number, seenMs: number): void {
    replaceFile(file, JSON.stringify({ offsetMs: offset, seenMs }));
    keptMs = seenMs;
  }

  function epochMs(): number {
    offsetMs += Math.max(0, lastMs - (Date.now() + offsetMs));
    lastMs = Math.max(lastMs, Date.now() + offsetMs);
    if (lastMs >= keptMs + KEEP_EVERY_MS) {
      try {
        keep(offsetMs, lastMs);
      } catch (error) {
        keptMs = lastMs; // not again with every look at it
        tellOfDisk(error);
      }
    }
    return lastMs;
  }

  return {
    epochMs,
    wasBehindMs,
    now: () => instant(epochMs()),
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
    },
    advance(milliseconds) {
      const now = epochMs();
      keep(offsetMs + milliseconds, now + milliseconds);
      offsetMs += milliseconds;
    },
  };
}

function read(file: string): z.infer<typeof Kept> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { offsetMs: 0 };
    throw error;
  }
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file} does not say what time it was. Write {"offsetMs":0} into it to go on with the time of this machine.`,
    );
  }
}
