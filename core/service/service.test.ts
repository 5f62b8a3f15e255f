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
