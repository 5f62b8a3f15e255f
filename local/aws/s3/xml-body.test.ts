import { expect, test } from "vitest";
import { elementsOf, textOf } from "./xml-body.ts";

test("every element of a name, to its own end", () => {
  const xml = "<Delete><Object><Key>a</Key></Object>\n<Object></Object><Object><Key>b</Key>";
  expect(elementsOf(xml, "Object")).toEqual(["<Key>a</Key>", ""]);
  expect(elementsOf(xml, "Key")).toEqual(["a", "b"]);
  expect(elementsOf(xml, "Quiet")).toEqual([]);
});

test("the text of the first one, with what is escaped in it", () => {
  expect(textOf("<Key>a &lt;&#98;&#x63; &quot;&none;</Key><Key>z</Key>", "Key")).toBe('a <bc "');
  expect(textOf("</Key><Key>", "Key")).toBeUndefined();
  expect(textOf("<Keys>a</Keys>", "Key")).toBeUndefined();
  expect(() => textOf("<Key>&#99999999999;</Key>", "Key")).toThrow("not well-formed");
  expect(textOf("<Key>&constructor;&__proto__;</Key>", "Key")).toBe("");
});

test("elements without an end are looked through once, and not once for each", () => {
  const xml = "<Part><ETag>".repeat(300_000);
  const began = performance.now();
  expect(elementsOf(xml, "Part")).toEqual([]);
  expect(textOf(xml, "ETag")).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(500);
});
