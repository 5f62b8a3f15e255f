import { readFileSync } from "node:fs";
import type { StartedProcess } from "../../test/support/started-process.ts";
import type { Sample } from "./probe.ts";

/** Every sample so far, one of this moment included. */
export async function sampleNow(running: StartedProcess, file: string): Promise<Sample[]> {
  const read = () => {
    try {
      return readFileSync(file, "utf8").split("\n").slice(0, -1); // behind the last line break: one that is being written
    } catch {
      return []; // none yet
    }
  };
  const before = read().length;
  running.signal("SIGUSR2");
  while (read().length <= before) await new Promise((resolve) => setTimeout(resolve, 5));
  return read().map((line) => JSON.parse(line) as Sample);
}

/** What was asked for between two samples. */
export function difference(after: Sample, before: Sample): Pick<Sample, "dynamoCalls" | "otherCalls"> {
  const calls = Object.entries(after.dynamoCalls).map(([operation, count]) => [
    operation,
    count - (before.dynamoCalls[operation] ?? 0),
  ]);
  return { dynamoCalls: Object.fromEntries(calls), otherCalls: after.otherCalls - before.otherCalls };
}

/** Of all operations together. */
export function total(calls: Record<string, number>): number {
  return Object.values(calls).reduce((sum, one) => sum + one, 0);
}
