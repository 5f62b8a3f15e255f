import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "./errors.ts";
import { decodeCursor, encodeCursor, pageOf } from "./page.ts";

describe("a cursor", () => {
  test("brings back the place it was made of, on its own list only", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (list, other, at) => {
        const cursor = encodeCursor(list, at);
        expect(decodeCursor(list, cursor)).toBe(at);
        if (other !== list) expect(() => decodeCursor(other, cursor)).toThrow(DomainError);
      }),
    );
  });

  test("is fit for a URL", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (at) => {
        expect(encodeCursor("list", at)).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  test("that nobody gave out is refused by name, and never an error of another kind", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor("list", text)).toThrow(expect.objectContaining({ code: "invalid_cursor" }));
      }),
    );
    const forged = Buffer.from(JSON.stringify({ at: "x", sum: "0000000000000000" })).toString("base64url");
    expect(() => decodeCursor("list", forged)).toThrow(DomainError);
  });

  test("that is not given is the beginning", () => {
    expect(decodeCursor("list", undefined)).toBeUndefined();
  });
});

describe("a page", () => {
  const place = (item: string) => item;

  test("has a cursor only when there is more", () => {
    expect(pageOf("list", 2, ["a", "b"], place)).toEqual({ items: ["a", "b"], cursor: null });
    expect(pageOf("list", 2, [], place)).toEqual({ items: [], cursor: null });
    const { items, cursor } = pageOf("list", 2, ["a", "b", "c"], place);
    expect(items).toEqual(["a", "b"]);
    expect(decodeCursor("list", cursor as string)).toBe("b");
  });
});
