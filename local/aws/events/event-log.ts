import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { openFolder } from "../disk.ts";

/** An event as EventBridge delivers it. */
export interface EventEnvelope {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

export type StoredEvent = EventEnvelope & { busName: string };
export type EventLog = ReturnType<typeof openEventLog>;

/** Every accepted event in order, a line each. Only where each line starts is held in memory. */
export function openEventLog(folder: string) {
  const path = join(openFolder(folder), "events.jsonl");
  const starts = existsSync(path) ? keepWholeLines(path) : [0];
  let hasHalf = false;

  function read(from: number): string {
    const start = starts[from] as number;
    const bytes = Buffer.alloc((starts.at(-1) as number) - start);
    if (bytes.length === 0) return "";
    const file = openSync(path, "r");
    try {
      readSync(file, bytes, 0, bytes.length, start);
    } finally {
      closeSync(file);
    }
    return bytes.toString("utf8");
  }

  function stored(from: number): StoredEvent[] {
    return read(from)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as StoredEvent);
  }

  return {
    stored,
    /** All of them or none: what a full disk took of them would stand before the next line. */
    append(events: readonly StoredEvent[]): void {
      const lines = events.map((event) => `${JSON.stringify(event)}\n`);
      if (hasHalf && existsSync(path)) truncateSync(path, starts.at(-1));
      hasHalf = true;
      writeFileSync(path, lines.join(""), { flag: "a", mode: 0o600 });
      hasHalf = false;
      for (const line of lines) starts.push((starts.at(-1) as number) + Buffer.byteLength(line));
    },
    /** The events after the first `n`, of one bus or of all; `next` is the `n` to go on with. */
    since(n: number, busName?: string): { events: EventEnvelope[]; next: number } {
      const next = starts.length - 1;
      const from = Math.min(Math.max(0, Math.trunc(n) || 0), next);
      const events = stored(from)
        .filter((event) => busName === undefined || event.busName === busName)
        .map(({ busName: _, ...envelope }) => envelope);
      return { events, next };
    },
  };
}

/** Where lines start, and where the next one will; a line that a killed process left half-written is cut off. */
function keepWholeLines(path: string): number[] {
  const bytes = readFileSync(path);
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  const end = starts.at(-1) as number;
  if (end < bytes.length) truncateSync(path, end);
  return starts;
}
