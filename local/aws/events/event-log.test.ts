import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEventLog, type StoredEvent } from "./event-log.ts";

const event: StoredEvent = {
  ...{ version: "0", id: "first", "detail-type": "Happened", source: "test", account: "0", time: "now" },
  ...{ region: "here", resources: [], detail: {}, busName: "bus" },
};

test("a log whose file could not be made takes events once it can be", () => {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-events-"));
  const log = openEventLog(folder);
  rmSync(folder, { recursive: true });
  expect(() => log.append([event])).toThrow("ENOENT");
  mkdirSync(folder);
  log.append([event]);
  expect(log.stored(0)).toEqual([event]);
  rmSync(folder, { recursive: true });
});
