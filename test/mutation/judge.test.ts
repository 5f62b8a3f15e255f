import { expect, test } from "vitest";
import { inRounds } from "./compiles.ts";
import { judge } from "./judge.ts";
import type { Mistake } from "./mistake.ts";
import type { TestRun } from "./run-tests.ts";

const mistake: Mistake = {
  ...{ name: "a sample", file: "core/page.ts", find: "a > b", replace: "a >= b", killedBy: ["core/page"] },
};
const passed: TestRun = { is: "passed", files: [] };
const failed: TestRun = { is: "failed", killer: { file: "core/page.test.ts", test: "ends" } };

/** Judges the mistake in a file of this text, where the tests come out like this, one run after the other. */
async function judged(text: string, ...runs: TestRun[]) {
  let file = text;
  const tried: { filters: readonly string[]; file: string }[] = [];
  const scratch = {
    read: () => file,
    write: (_: string, written: string) => {
      file = written;
    },
  };
  const verdict = await judge(scratch, mistake, async (filters) => {
    tried.push({ filters, file });
    return runs.shift() as TestRun;
  });
  return { verdict, tried, file };
}

test("a mistake that the near tests see is killed, and is not left behind", async () => {
  const { verdict, tried, file } = await judged("if (a > b)", failed);
  expect(verdict).toEqual({ is: "killed", killer: { file: "core/page.test.ts", test: "ends" }, near: true });
  expect(tried).toEqual([{ filters: ["core/page"], file: "if (a >= b)" }]);
  expect(file).toBe("if (a > b)");
});

test("what the near tests do not see all of core may see", async () => {
  const { verdict, tried } = await judged("if (a > b)", passed, failed);
  expect(verdict).toMatchObject({ is: "killed", near: false });
  expect(tried.map(({ filters }) => filters)).toEqual([["core/page"], ["core/"]]);
});

test("a mistake that nothing sees survives", async () => {
  const { verdict, tried, file } = await judged("if (a > b)", passed, passed, passed);
  expect(verdict).toEqual({ is: "survived" });
  expect(tried).toHaveLength(3);
  expect(file).toBe("if (a > b)");
});

test("a mistake that no longer applies, or does not load, shows nothing", async () => {
  const { verdict, tried } = await judged("if (a < b)");
  expect([verdict.is, tried]).toEqual(["void", []]);
  const unloadable = await judged("if (a > b)", { is: "broken", why: "core/page.test.ts: Transform failed" });
  expect(unloadable.verdict).toEqual({ is: "void", why: "core/page.test.ts: Transform failed" });
  expect(unloadable.file).toBe("if (a > b)");
});

test("mistakes are compiled together, but never two of one file", () => {
  const other = { ...mistake, name: "another" };
  const elsewhere: Mistake = { ...mistake, file: "core/ids.ts" };
  expect(inRounds([mistake, other, elsewhere])).toEqual([[mistake, elsewhere], [other]]);
});
