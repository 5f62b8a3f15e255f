import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv } from "./csv.ts";

const cellsOf = (text: string) => readCsv(text).map(({ cells }) => cells);

describe("CSV", () => {
  test.each([
    [
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,b\nc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["\ufeffa,b\r\n", [["a", "b"]]],
    ['"a ""b""",c', [['a "b"', "c"]]],
    ['"a,b",c', [["a,b", "c"]]],
    [
      "a,,\n,\n",
      [
        ["a", "", ""],
        ["", ""],
      ],
    ],
    ['a,""\n', [["a", ""]]],
    ["\n\n a ,b\n\n", [[" a ", "b"]]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(cellsOf(text)).toEqual(expected);
  });

  test("counts lines where quoted cells hold line breaks", () => {
    const rows = readCsv('a,b\n"1\r\n2\n3",c\n\nd,e\n');
    expect(rows.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ["a", "b"]],
      [2, ["1\r\n2\n3", "c"]],
      [6, ["d", "e"]],
    ]);
  });

  test.each([
    ['a"b,c', "inside of a cell"],
    ['"a"b,c', "end of a quoted cell"],
    [',b"c', "inside of a cell"],
  ])("names the line that is none, and reads on: %j", (bad, fault) => {
    const rows = readCsv(`x,y\n${bad}\nz,w\n`);
    expect(rows.map(({ line, fault: found }) => [line, found !== undefined])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(rows[1]?.fault).toContain(fault);
  });

  test("names the line that opens a quote for good", () => {
    const rows = readCsv('x,y\na,"b\nc,d\n');
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, expect.stringContaining("nothing closes")],
    ]);
  });

  test("gives back whatever was written", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\r\n", "\n", " ", "é") });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const text = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(","))
          .join("\r\n");
        expect(cellsOf(text)).toEqual(rows);
      }),
    );
  });
});
