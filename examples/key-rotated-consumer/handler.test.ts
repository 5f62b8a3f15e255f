import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventDetail, KeyturnEvent } from "@keyturn/client/events";
import { afterAll, describe, expect, test } from "vitest";
import { factsOf } from "../../core/connection/events.ts";
import { aConnection, SAMPLE_TIME } from "../../core/testing/sample-records.ts";
import pattern from "./event-pattern.json" with { type: "json" };
import { fileTasks } from "./file-tasks.ts";
import { consumer } from "./handler.ts";
import { passes } from "./passes.ts";
import { memoryTasks } from "./tasks.ts";

const eventId = "019c0000-0000-7000-8000-000000000001";
const later = "2026-03-02T12:00:00.000Z";
const connection = aConnection("acme");

type KeyRotated = EventDetail<"KeyRotated">;

function detail(change: Partial<KeyRotated["data"]> = {}): KeyRotated {
  const metadata = { eventId, sequence: 3, version: 1 as const, occurredAt: SAMPLE_TIME };
  const keys = { previousAccessKeyId: "AKIAOLD", accessKeyId: "AKIANEW", previousKeyValidUntil: SAMPLE_TIME };
  return {
    metadata: { ...metadata, org: "acme", by: "Ada Admin", correlationId: "request-1" },
    data: { ...factsOf(connection), ...keys, mode: "immediate", reason: "scheduled", ...change },
  };
}

function envelope(of: unknown): Omit<KeyturnEvent<"KeyRotated">, "detail"> & { detail: unknown } {
  const place = { account: "123456789012", region: "us-east-1", resources: [], time: "2026-03-01T12:00:00Z" };
  return { version: "0", id: "1", source: "keyturn", "detail-type": "KeyRotated", ...place, detail: of };
}

function aConsumer() {
  const tasks = memoryTasks();
  const lines: string[] = [];
  return { tasks, lines, handler: consumer(tasks, (line) => lines.push(line)) };
}

test("an immediate rotation is a task for now", async () => {
  const { tasks, lines, handler } = aConsumer();
  await handler(envelope(detail()));
  const { connectionId } = connection;
  const keys = { accessKeyId: "AKIANEW", previousAccessKeyId: "AKIAOLD" };
  expect(tasks.all()).toEqual([{ eventId, org: "acme", connectionId, ...keys, deadline: null }]);
  expect(lines).toEqual([expect.stringMatching(/AKIANEW\. Move over now/)]);
});

test("a staged one has the deadline by which the previous key must be out of use", async () => {
  const { tasks, lines, handler } = aConsumer();
  await handler(envelope(detail({ mode: "staged", previousKeyValidUntil: later })));
  expect(tasks.all()).toMatchObject([{ deadline: later }]);
  expect(lines).toEqual([expect.stringContaining(`Move over until ${later}`)]);
});

test("one that is delivered twice, or replayed, is reacted to once", async () => {
  const { tasks, lines, handler } = aConsumer();
  await handler(envelope(detail()));
  await handler(envelope(detail()));
  await handler({ ...envelope(detail()), id: "2", "replay-name": "accounts-2026-11" });
  expect(tasks.all()).toHaveLength(1);
  expect(lines.slice(1)).toEqual(Array(2).fill(`${eventId}: known already, nothing to do`));
});

describe("refuses, and opens no task for", () => {
  const { accessKeyId: _, ...withoutKey } = detail().data;
  const { metadata } = detail();
  const invalid: [string, unknown][] = [
    ["nothing", undefined],
    ["a detail without a key", { ...detail(), data: withoutKey }],
    ["a mode nobody published", { ...detail(), data: { ...detail().data, mode: "gradual" } }],
    ["a higher version", { ...detail(), metadata: { ...metadata, version: 2 } }],
    ["an id that is none", { ...detail(), metadata: { ...metadata, eventId: "../../etc/passwd" } }],
  ];
  test.each(invalid)("%s", async (_, given) => {
    const { tasks, handler } = aConsumer();
    await expect(handler(envelope(given))).rejects.toThrow("not a KeyRotated as it was published");
    expect(tasks.all()).toEqual([]);
  });
});

test("what later events say beside is passed over", async () => {
  const { tasks, handler } = aConsumer();
  await handler(envelope({ ...detail(), data: { ...detail().data, more: "to come" }, also: 1 }));
  expect(tasks.all()).toHaveLength(1);
});

test("the rule lets rotations of the version that is understood pass, and nothing else", () => {
  const rotated = envelope(detail());
  expect(passes(pattern, rotated)).toBe(true);
  expect(passes(pattern, { ...rotated, "replay-name": "accounts-2026-11" })).toBe(true);
  expect(passes(pattern, { ...rotated, "detail-type": "KeyCreated" })).toBe(false);
  expect(passes(pattern, { ...rotated, source: "somebody" })).toBe(false);
  expect(passes(pattern, envelope({ metadata: { version: 2 } }))).toBe(false);
  expect(passes(pattern, envelope(null))).toBe(false);
});

describe("tasks in files", () => {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-tasks-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("of many deliveries at once one opens the task, and a restart remembers it", async () => {
    const { org, ...ids } = { org: "acme", eventId, connectionId: connection.connectionId };
    const task = { org, ...ids, accessKeyId: "AKIANEW", previousAccessKeyId: "AKIAOLD", deadline: null };
    const atOnce = Array.from({ length: 20 }, () => fileTasks(folder).addIfAbsent(task));
    expect((await Promise.all(atOnce)).filter(Boolean)).toHaveLength(1);
    expect(await fileTasks(folder).addIfAbsent(task)).toBe(false);
    expect(readdirSync(folder)).toEqual([`${eventId}.json`]);
  });
});
