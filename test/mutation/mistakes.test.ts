import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allMistakes } from "./all-mistakes.ts";
import { type Mistake, withMistake } from "./mistake.ts";

const groups = [...(await allMistakes())];
const mistakes = groups.flatMap(([, some]) => some);
const root = join(import.meta.dirname, "../..");

const sample: Mistake = {
  name: "a sample",
  file: "core/page.ts",
  find: "a > b",
  replace: "a >= b",
  killedBy: ["core/page"],
};

describe("the list of mistakes", () => {
  test.each(mistakes)("still applies: $name", (mistake) => {
    const text = readFileSync(join(root, mistake.file), "utf8");
    expect(withMistake(text, mistake)).not.toBe(text);
  });

  test("has forty or more, each under a name of its own", () => {
    const names = new Set(mistakes.map(({ name }) => name));
    expect(names.size).toBe(mistakes.length);
    expect(names.size).toBeGreaterThanOrEqual(40);
  });
});

test.each(["", "a < b", "a > b, and a > b"])("a mistake does not apply to %j", (text) => {
  expect(() => withMistake(text, sample)).toThrow(`"a sample" no longer applies`);
});

test("a mistake is made where it belongs, and nowhere else", () => {
  expect(withMistake("if (a > b) $& a", sample)).toBe("if (a >= b) $& a");
});
