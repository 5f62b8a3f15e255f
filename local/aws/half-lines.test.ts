import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDeliveries } from "./events/deliveries.ts";
import { openEventLog, type StoredEvent } from "./events/event-log.ts";
import { openLastUsed } from "./iam/last-used.ts";
import { canMount, mountSmallDisk, type SmallDisk } from "./testing/small-disk.ts";

// Files that grow by lines, on a disk that takes the first part of a line and no more.

const canRun = canMount("what a full disk takes of a line");
let folder: string;
let disk: SmallDisk;
let place: string;
let round = 0;
beforeAll(async () => {
  if (!canRun) return;
  folder = mkdtempSync(join(tmpdir(), "keyturn-lines-"));
  disk = await mountSmallDisk(folder, 1);
});
afterAll(async () => {
  if (!canRun) return;
  await disk.unmount();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  round += 1;
  if (canRun) place = join(disk.seen, String(round));
});

/** Leaves room for a part of what comes next. */
function fillDisk(): void {
  for (const bytes of [64 * 1024, 4096]) {
    try {
      for (;;) writeFileSync(join(disk.seen, "ballast"), Buffer.alloc(bytes), { flag: "a" });
    } catch {
      // It is full.
    }
  }
}
const freeDisk = () => rmSync(join(disk.seen, "ballast"));

const event = (id: string, bytes = 10): StoredEvent => ({
  ...{
    version: "0",
    id,
    "detail-type": "Happened",
    source: "test",
    account: "0",
    time: "now",
    region: "here",
  },
  ...{ resources: [], detail: { text: "x".repeat(bytes) }, busName: "bus" },
});

test.skipIf(!canRun)("an event that was not taken leaves nothing before the next one", () => {
  const log = openEventLog(place);
  log.append([event("first")]);
  fillDisk();
  expect(() => log.append([event("half", 20_000), event("none")])).toThrow("ENOSPC");
  expect(() => log.append([event("again", 20_000)])).toThrow("ENOSPC");
  freeDisk();
  log.append([event("second")]);
  for (const one of [log, openEventLog(place)]) {
    expect(one.stored(0).map(({ id }) => id)).toEqual(["first", "second"]);
  }
});

test.skipIf(!canRun)(
  "that an event was handed over and cannot be noted ends nobody, and it is noted later",
  async () => {
    const log = openEventLog(place);
    const handed: string[] = [];
    const open = () => openDeliveries(place, log, ({ id }) => handed.push(id));
    const deliveries = open();
    log.append([event("first"), event("second")]);
    fillDisk();
    deliveries.deliver();
    await new Promise(setImmediate);
    freeDisk();
    log.append([event("third")]);
    deliveries.deliver();
    await new Promise(setImmediate);
    open().deliver();
    await new Promise(setImmediate);
    expect(handed).toEqual(["first", "second", "third"]);
  },
);

test.skipIf(!canRun)("a use that could not be written is written with the next", () => {
  const file = `${place}.jsonl`;
  const use = (accessKeyId: string, service = "s3") => ({ accessKeyId, at: 1, service, region: "us-east-1" });
  const uses = openLastUsed(file, () => true);
  uses.record(use("AKIA1"));
  uses.flush();
  fillDisk();
  uses.record(use("AKIA2", "s".repeat(20_000)));
  expect(uses.flush).toThrow("ENOSPC");
  freeDisk();
  uses.record(use("AKIA3"));
  uses.flush();
  const again = openLastUsed(file, () => true);
  expect(["AKIA1", "AKIA2", "AKIA3"].map((id) => again.get(id)?.at)).toEqual([1, 1, 1]);
});
