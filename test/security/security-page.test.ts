import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { witnesses } from "./security-page.ts";

const root = join(import.meta.dirname, "../..");
const files = globSync("{client,core,functions,local,test}/**/*.test.ts", { cwd: root });

test("every test that SECURITY.md names is there", () => {
  const named = witnesses(root);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !files.some((file) => file.includes(name)))).toEqual([]);
});
