import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allMistakes } from "./all-mistakes.ts";
import { readKept } from "./kept.ts";
import { mutationPage } from "./page.ts";

const score = { killed: 8, timedOut: 1, survived: 1, survivedTexts: 1, notCovered: 0, ignored: 2, broken: 0 };

test("docs/mutation.md is what was kept of the last run, and each mistake was killed in it", async () => {
  const page = mutationPage(await allMistakes(), readKept());
  expect(readFileSync(join(import.meta.dirname, "../../docs/mutation.md"), "utf8")).toBe(page);
  expect(page).not.toContain("not tried yet");
});

test("the page tells what survived of a folder, and the sum of all", () => {
  const other = { ...score, killed: 0, timedOut: 0, survived: 0, survivedTexts: 0, notCovered: 10 };
  const page = mutationPage(new Map(), { killers: {}, folders: { "core/key": score, "core/page": other } });
  expect(page).toContain("| core/key | 8 | 1 | 1 | 1 | 0 | 2 | 90.0 % | 90.0 % |");
  expect(page).toContain("| core/page | 0 | 0 | 0 | 0 | 10 | 2 | 0.0 % | – |");
  expect(page).toContain("| **all of these** | 8 | 1 | 1 | 1 | 10 | 4 | 45.0 % | 90.0 % |");
});
