import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "./errors.ts";
import { decodeCursor, encodeCursor, pageOf, readPage } from "./page.ts";

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
    expect(() => decodeCursor("list", "x")).toThrow(
      expect.objectContaining({
        detail: "The cursor is not one this list gave out.",
        more: { errors: [{ path: "cursor", message: "not a cursor of this list" }] },
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

describe("a page that is read", () => {
  const readAll = async (sizes: number[], limit: number) => {
    const all = sizes.map((size, n) => ({ id: String(n), text: "\u20ac".repeat(size / 3) }));
    const pages: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { items: { id: string }[]; cursor: string | null } = await readPage(
        "list",
        { limit, ...(cursor && { cursor }) },
        {
          batch: limit + 1,
          read: async (count, after = "") => all.filter(({ id }) => id > after).slice(0, count),
          idOf: ({ id }) => id,
          show: (record) => record,
        },
      );
      pages.push(page.items.map(({ id }) => id).join(""));
      cursor = page.cursor;
    }
    return pages;
  };

  test("ends where a Lambda could answer no more, and leaves nothing out", async () => {
    expect(await readAll([3, 3, 3, 3, 3], 2)).toEqual(["01", "23", "4"]);
    const large = 1_500_000;
    expect(await readAll([large, large, large, 3, large], 9)).toEqual(["01", "234"]);
    expect(await readAll([3, 6_000_000, 3], 9)).toEqual(["0", "1", "2"]);
  });

  test("holds four million bytes, and not one more", async () => {
    const half = 2_000_000 - JSON.stringify({ id: "0", text: "" }).length;
    expect(await readAll([half, half], 9)).toEqual(["01"]);
    expect(await readAll([half, half + 3], 9)).toEqual(["0", "1"]);
  });

  test("that shows little ends after a thousand records, and the next goes on behind them", async () => {
    const asked: (string | undefined)[] = [];
    const pageFrom = (cursor: string | null) =>
      readPage(
        "list",
        { limit: 9, ...(cursor && { cursor }) },
        {
          batch: 100,
          read: async (count, after) => {
            asked.push(after);
            return Array.from({ length: Math.min(count, 1_001 - Number(after ?? 0)) }, (_, n) => ({
              id: String(Number(after ?? 0) + n + 1),
            }));
          },
          idOf: ({ id }) => id,
          show: (record) => (record.id === "1001" ? record : undefined),
        },
      );
    const { items, cursor } = await pageFrom(null);
    expect([items, asked.length, asked.at(-1)]).toEqual([[], 10, "900"]);
    expect(await pageFrom(cursor)).toEqual({ items: [{ id: "1001" }], cursor: null });
    expect(asked.slice(10)).toEqual(["1000"]);
  });
});
