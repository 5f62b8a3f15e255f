import { expect, test } from "vitest";
import { ServiceName } from "./service.ts";

test.each([
  ["letter", "x"],
  ["character of two UTF-16 units", "\u{1f4e6}"],
])("a name has at most 120 characters, each %s being one", (_, character) => {
  const most = character.repeat(120);
  expect(ServiceName.parse(` ${most} `)).toBe(most);
  const { error } = ServiceName.safeParse(most + character);
  expect(error?.issues.map(({ message }) => message)).toEqual(["a name has at most 120 characters"]);
});

test.each([
  ["a zero-width space", "\u200b"],
  ["joiners and a variation selector", "\u200c\u200d\ufe0f"],
  ["a filler", "\u3164"],
  ["a tag", "\u{e0041}"],
  ["a pattern of no dots", "\u2800 \u2800"],
])("a name that nobody can see is refused: %s", (_, name) => {
  const { error } = ServiceName.safeParse(name);
  expect(error?.issues.map(({ message }) => message)).toEqual(["a name has a character that can be seen"]);
});

test.each(["\u200e", "\u200f", "\u061c", "\u202e", "\u2066", "\u0007", "\u2028", "\ud800"])(
  "a name has none of what turns it around, breaks it or is no character: %j",
  (mark) => {
    const { error } = ServiceName.safeParse(`Sales${mark}data`);
    expect(error?.issues.map(({ message }) => message)).toEqual(["a name has no control characters"]);
  },
);

test("a name may be joined of several characters, and be written from right to left", () => {
  for (const name of [
    "\u{1f468}\u200d\u{1f4bb}",
    "\u05de\u05db\u05d9\u05e8\u05d5\u05ea",
    "\u2764\ufe0f",
    "\u2801",
  ])
    expect(ServiceName.parse(name)).toBe(name);
});
