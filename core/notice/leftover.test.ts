import { expect, test } from "vitest";
import { factsOf } from "../connection/events.ts";
import { KeyturnEvent } from "../journal/event.ts";
import { aLeftover, anEventOf } from "../testing/sample-notices.ts";
import { aConnection } from "../testing/sample-records.ts";
import { concerning } from "./concerning.ts";
import { Leftover } from "./leftover.ts";

const leftover = () => aLeftover("acme", "01900000-0000-7000-8000-000000000001");

test.each(concerning)("what is left to tell of %s is read as it was written", (type) => {
  const written = { ...leftover(), event: anEventOf(type) };
  expect(Leftover.parse(written)).toEqual(written);
});

test("an event that no dependent is told of is never left to tell", () => {
  const { metadata } = anEventOf("KeyCreated");
  const event = { type: "ConnectionCreated", metadata, data: factsOf(aConnection("acme")) };
  expect(KeyturnEvent.parse(event)).toEqual(event);
  expect(Leftover.safeParse({ ...leftover(), event }).error?.issues).toMatchObject([{ path: ["event"] }]);
});

test("an event of which a part is missing is not told of as if it were whole", () => {
  const { metadata, data, ...event } = anEventOf("KeyRotated");
  for (const broken of [{ ...event, data }, { ...event, metadata }, { metadata, data }, undefined, "event"]) {
    const { error } = Leftover.safeParse({ ...leftover(), event: broken });
    expect(error?.issues).toMatchObject([{ path: ["event"] }]);
  }
});
