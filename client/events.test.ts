import { describe, expect, test } from "vitest";
import { eventTypes } from "../core/journal/event.ts";
import { aConnection, aKeyCreated, aService, aServiceDeleted } from "../core/testing/sample-records.ts";
import { EventNotAsPublished, readEvent } from "./events.ts";
import { eventSchemas } from "./generated/event-schemas.ts";

const { type, ...detail } = aKeyCreated(aConnection("acme"), 3);
const place = { version: "0", id: "1", account: "123456789012", region: "us-east-1", resources: [] };
const envelope = { ...place, source: "keyturn", "detail-type": type, time: "2026-03-01T12:00:00Z", detail };

test("an event says by its type what is in it", () => {
  const event = readEvent({ ...envelope, "replay-name": "again" });
  if (event?.["detail-type"] !== "KeyCreated") throw new Error("it is another");
  expect(event.detail.data.accessKeyId).toMatch(/^AKIACREATED/); // compiles for a KeyCreated alone
  const deleted = aServiceDeleted(aService("acme"), 1);
  const { data, metadata } = deleted;
  const gone = readEvent({ ...envelope, "detail-type": deleted.type, detail: { data, metadata } });
  expect(gone?.detail.data).toEqual(data);
});

test("what later events say beside is passed over, and so are events that are new or somebody else's", () => {
  const more = { ...detail, data: { ...detail.data, more: "to come" }, also: 1 };
  expect(readEvent({ ...envelope, detail: more })?.detail).toEqual(more);
  for (const other of [
    { "detail-type": "KeyPolished" },
    { "detail-type": "toString" },
    { source: "aws.s3" },
  ]) {
    expect(readEvent({ ...envelope, ...other })).toBeUndefined();
  }
  for (const nothing of [undefined, null, "text", {}]) expect(readEvent(nothing)).toBeUndefined();
});

describe("refuses, and shows nothing of the values", () => {
  const { accessKeyId: _, ...without } = detail.data as Record<string, unknown>;
  const { metadata } = detail;
  test.each<[string, unknown, string]>([
    ["no detail", undefined, "detail must be object"],
    ["a field that is missing", { ...detail, data: without }, "must have required property 'accessKeyId'"],
    [
      "a type that is another",
      { metadata, data: { ...without, accessKeyId: 1 } },
      "/data/accessKeyId must be string",
    ],
    [
      "a higher version",
      { ...detail, metadata: { ...metadata, version: 2 } },
      "detail/metadata/version must be",
    ],
    [
      "an id that is none",
      { ...detail, metadata: { ...metadata, eventId: "canary" } },
      'match format "uuid"',
    ],
  ])("%s", (_, given, fault) => {
    const read = () => readEvent({ ...envelope, detail: given });
    expect(read).toThrow(EventNotAsPublished);
    expect(read).toThrow(fault);
    expect(read).not.toThrow("canary");
  });
});

test("every event of Keyturn is known", () => {
  expect(Object.keys(eventSchemas)).toEqual([...eventTypes].sort());
});
