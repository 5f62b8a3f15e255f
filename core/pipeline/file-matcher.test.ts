import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileMatcher } from "./file-matcher.ts";
import { FileName, FilePattern, lastPartOf } from "./file-pattern.ts";

describe("a file pattern", () => {
  test.each<[string, string[], string[]]>([
    ["*.csv", ["a.csv", ".csv", "a.b.csv", "*.csv"], ["a.csv.gz", "A.CSV", "csv", ""]],
    ["sales.csv", ["sales.csv"], ["Sales.csv", "sales.csv2", "xsales.csv", "sales_csv"]],
    ["sales_????.csv", ["sales_2026.csv", "sales_\u{1f4c8}026.csv"], ["sales_26.csv", "sales_20260.csv"]],
    ["[a-c]*", ["a", "b.csv"], ["d", "A", ""]],
    ["[!a-c]*", ["d", "A"], ["a", "b.csv"]],
    ["[^a]", ["b", "^"], ["a"]],
    ["[]a]", ["]", "a"], ["[", "b"]],
    ["[a-]", ["a", "-"], ["b"]],
    ["x[[:digit:]]", ["x1"], ["xa", "x"]],
    ["*", ["a", ".hidden", "\u00e4"], [""]],
    ["**", ["a", ".hidden"], [""]],
    ["a**b", ["ab", "axxb"], ["a", "b"]],
    ["\\*.csv", ["*.csv"], ["a.csv"]],
    ["a\\b", ["ab"], ["a\\b"]],
    ["\\[a", ["[a"], ["a", "\\[a"]],
    ["a\\\\", ["a\\"], ["a", "a\\\\"]],
    ["[[]*", ["[", "[a"], ["a", ""]],
    ["[^]a]", ["b", "^"], ["]", "a"]],
    ["[-A]", ["-", "A"], ["B", "a"]],
    ["[bca]", ["a", "b", "c"], ["d"]],
    ["[a-a]", ["a"], ["b", "-"]],
    ["[a-c-B]", ["a", "b", "c", "-", "B"], ["A", "d"]],
    ["[\u{1f3ff}-\u{1f400}]", ["\u{1f3ff}", "\u{1f400}"], ["\u{1f3fe}", "\u{1f401}"]],
    ["{a,b}", ["{a,b}"], ["a", "b"]],
    ["+(a|b)", ["+(a|b)"], ["a", "ab"]],
    ["!a", ["!a"], ["b", "a"]],
    ["#a", ["#a"], ["a"]],
    ["a{1..9999999}", ["a{1..9999999}"], ["a5"]],
  ])("%s", (pattern, matching, others) => {
    expect(FilePattern.safeParse(pattern).success).toBe(true);
    const matches = fileMatcher([pattern]);
    expect(matching.filter((name) => !matches(name))).toEqual([]);
    expect(others.filter((name) => matches(name))).toEqual([]);
  });

  test.each([
    ...["[", "[abc", "[]", "[!]", "[^", "[^]", "a\\", "[a\\", "[[:alpha:]", "x[a]["],
    ...["[z-a]", "[\\z-a]", "[-b-a]"],
  ])("%s is malformed", (pattern) =>
    expect(FilePattern.safeParse(pattern).error?.issues[0]?.message).toContain("not a glob"),
  );

  test.each(["", "a/b", "/", "a\nb", "a\0", "\x7f", "\ud800", "x".repeat(257)])("%j is none", (pattern) => {
    expect(FilePattern.safeParse(pattern).success).toBe(false);
  });

  test("has up to 256 characters, and a file name up to 1,024", () => {
    expect(FilePattern.safeParse("x".repeat(256)).success).toBe(true);
    expect(FileName.safeParse("x".repeat(1_024)).success).toBe(true);
    for (const name of ["", "x".repeat(1_025), "a\tb", "\udc00"])
      expect(FileName.safeParse(name).success).toBe(false);
  });
});

test("no pattern matches nothing, one of several is enough", () => {
  expect(fileMatcher([])("a.csv")).toBe(false);
  expect(fileMatcher(["*.txt", "a.*"])("a.csv")).toBe(true);
});

test("a folder, whose key ends in no name, is matched by nothing", () => {
  expect(fileMatcher(["*", ""])("")).toBe(false);
});

describe("a pattern is compiled, which takes long, only for a name that it may match", () => {
  /** Longer than minimatch compiles. */
  const stars = "*".repeat(65_536);

  test.each([
    ["has another beginning", `a${stars}b*c`, "xbc"],
    ["has another ending", `a${stars}b*c`, "abx"],
    ["lacks what is between", `a${stars}b*c`, "axc"],
    ["is another one", "x".repeat(65_537), "x"],
  ])("not for one that %s", (_, text, file) => {
    expect(fileMatcher([text])(file)).toBe(false);
  });

  test("but for any other", () => {
    expect(() => fileMatcher([`a${stars}b*c`])("abc")).toThrow("pattern is too long");
  });

  test("and not at all when it is a name itself", () => {
    const text = "x".repeat(65_537);
    expect(fileMatcher([text])(text)).toBe(true);
  });
});

test.each([
  ["a.csv", "a.csv"],
  ["acme/sales/2026/a.csv", "a.csv"],
  ["acme/sales/", ""],
  ["/a", "a"],
])("of %s the last part is %j", (name, last) => expect(lastPartOf(name)).toBe(last));

/** Characters that mean something, and few others, so that they meet. */
const hostile = fc.constantFrom(
  "*",
  "?",
  "a",
  "b",
  "[a]",
  "[!a]",
  "[[:alpha:]]",
  "*a",
  "a*",
  "**",
  "\\*",
  "-",
  "]",
  ".",
);
const pattern = fc
  .array(hostile, { minLength: 1, maxLength: 256 })
  .map((parts) => parts.join("").slice(0, 256))
  .filter((text) => FilePattern.safeParse(text).success);
const name = fc
  .tuple(fc.constantFrom("a", "ab", "aab", "*", ".", "-a"), fc.constantFrom("", "b", "c", "\u{1f4c8}"))
  .map(([unit, end]) => unit.repeat(1_024).slice(0, 1_024 - end.length) + end);

/** Far more than a match takes, far less than one that backtracks. */
const MATCH_MS_MAX = 50;

function expectQuick(text: string, file: string): void {
  const matches = fileMatcher([text]);
  matches(file); // compiles it
  let quickest = Number.POSITIVE_INFINITY; // of three: another process may have had the processor in one
  for (let n = 0; n < 3; n++) {
    const startedAt = performance.now();
    matches(file);
    quickest = Math.min(quickest, performance.now() - startedAt);
  }
  expect(quickest, `${JSON.stringify(text)} on ${file.slice(0, 8)}…`).toBeLessThan(MATCH_MS_MAX);
}

describe("no pattern takes long", () => {
  test.each([
    "*a".repeat(128),
    `${"*a".repeat(127)}b`,
    `${"*?".repeat(127)}b`,
    "a*".repeat(128),
    `${"*[a-z]".repeat(42)}c`,
    "[a]*".repeat(64),
    `${"*[[:alpha:]]".repeat(20)}*`,
    `${"**".repeat(127)}b`,
    "?".repeat(256),
    "[".concat("a".repeat(254), "]"),
    `${"*[!b]".repeat(51)}`,
  ])("not even %s", (text) => {
    for (const end of ["", "b", "c"]) expectQuick(text, "a".repeat(1_024 - end.length) + end);
  });

  test("nor any other on a name of 1,024 characters", () => {
    fc.assert(fc.property(pattern, name, expectQuick), { numRuns: 500 });
  });
});

test("a pattern's fixed beginning and end rule out nothing that it matches", () => {
  const short = fc.array(fc.constantFrom("*", "?", "a", "b", "[a]", "[]]", "[!a]", "\\a", "\\]"), {
    minLength: 1,
    maxLength: 6,
  });
  const file = fc.array(fc.constantFrom("a", "b", "]"), { maxLength: 6 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(short, file, (parts, text) => {
      expect(fileMatcher([parts.join("")])(text)).toBe(text !== "" && reference(parts).test(text));
    }),
    { numRuns: 2_000 },
  );
});

/** What the pattern means, said another way; too slow for the real thing. */
function reference(parts: string[]): RegExp {
  const meanings: Record<string, string> = {
    ...{ "*": ".*", "?": ".", "[a]": "a", "[]]": "\\]", "[!a]": "[^a]", "\\a": "a", "\\]": "\\]" },
  };
  return new RegExp(`^${parts.map((part) => meanings[part] ?? part).join("")}$`, "s");
}
