import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { tellOfDisk } from "../../disk-fault.ts";
import { readJsonFile, replaceFile } from "../disk.ts";
import type { EventLog, StoredEvent } from "./event-log.ts";

/** Told of each event once it is stored; done with it when the promise is settled. */
export type OnEvent = (event: StoredEvent) => unknown;

const Mark = z.object({ doneBefore: z.int().min(0) });

export type Deliveries = ReturnType<typeof openDeliveries>;

/**
 * Hands each stored event to its receiver, and keeps the place before which it is done with all: what was under way when
 * the process was killed is handed over again, as AWS would have.
 */
export function openDeliveries(folder: string, log: EventLog, onEvent: OnEvent) {
  const file = join(folder, "delivered.json");
  const stored = log.since(Number.POSITIVE_INFINITY).next;
  const mark = existsSync(file) ? readJsonFile(file, (value) => Mark.parse(value)).doneBefore : stored;
  let doneBefore = Math.min(mark, stored); // a killed process may have left its last event half-written
  let next = doneBefore;
  const underWay = new Set<number>();

  function done(place: number): void {
    underWay.delete(place);
    const first = Math.min(next, ...underWay);
    if (first === doneBefore) return;
    try {
      replaceFile(file, JSON.stringify({ doneBefore: first }));
      doneBefore = first;
    } catch (error) {
      tellOfDisk(error); // the next that is done tries again; otherwise these are handed over once more
    }
  }

  return {
    /** Everything that has not been handed over yet. Whatever its receiver does wrong is not the sender's failure. */
    deliver(): void {
      for (const event of log.stored(next)) {
        const place = next++;
        underWay.add(place);
        const received = (async () => onEvent(event))();
        received.catch(() => {}).finally(() => done(place));
      }
    },
  };
}
