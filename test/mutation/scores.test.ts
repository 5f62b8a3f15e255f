import { expect, test } from "vitest";
import { type MutationReport, scoreOf, survivorsIn } from "./scores.ts";

const position = { start: { line: 2, column: 5 }, end: { line: 2, column: 10 } };
const mutant = (status: string, mutatorName = "EqualityOperator") => ({
  ...{ status, mutatorName, replacement: "a >= b", location: position },
});

const report = (...statuses: string[]): MutationReport => ({
  files: {
    "core/key/a.ts": {
      source: "first\nif (a > b) {\n",
      mutants: [...statuses.map((status) => mutant(status)), mutant("Survived", "StringLiteral")],
    },
    "core/key/b.ts": { source: "", mutants: [mutant("Killed")] },
  },
});

test("mutants are counted by their ends", () => {
  const score = scoreOf(report("Killed", "Timeout", "NoCoverage", "Ignored", "RuntimeError"));
  expect(score).toEqual({
    ...{ killed: 2, timedOut: 1, survived: 1, survivedTexts: 1, notCovered: 1, ignored: 1, broken: 1 },
  });
});

test("a mutant without an end is not passed over", () => {
  expect(() => scoreOf(report("Pending"))).toThrow("1 mutants came to no end");
});

test("those that no test saw are shown with what they changed", () => {
  expect(survivorsIn(report("Survived", "Killed"))[0]).toEqual({
    ...{ status: "Survived", at: "core/key/a.ts:2", mutator: "EqualityOperator", was: "a > b", is: "a >= b" },
  });
});
