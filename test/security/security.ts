import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { witnesses } from "./security-page.ts";

// npm run security: what is shipped, what is known against it, and every test that SECURITY.md relies on. Ends with
// 1 when one fails, or when something is known.

const root = join(import.meta.dirname, "../..");

console.log(shippedCounts());
console.log(await knownHoles());
const filters = [...new Set(["test/security", ...witnesses(root)])];
const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", ...filters];
const tests = spawn(process.execPath, vitest, { cwd: root, stdio: "inherit" });
const [code] = await once(tests, "exit");
if (code !== 0) process.exitCode = 1;

/** The table of counts of docs/dependencies.md, which a test compares with the bundles. */
function shippedCounts(): string {
  const [, counts = ""] = readFileSync(join(root, "docs/dependencies.md"), "utf8").split(/^## /m);
  return counts.trim();
}

/** What `npm audit` knows of what is shipped. A registry without that service is not an answer, and said so. */
async function knownHoles(): Promise<string> {
  const { stdout } = await promisify(execFile)("npm", ["audit", "--omit=dev", "--json"], { cwd: root }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }),
  );
  const { metadata } = JSON.parse(stdout || "{}") as { metadata?: { vulnerabilities?: { total: number } } };
  const total = metadata?.vulnerabilities?.total;
  if (total === undefined) return "npm audit: the registry gives no answer, so nothing is known of holes.\n";
  if (total > 0) process.exitCode = 1;
  return `npm audit: ${total} known holes in what is shipped.\n`;
}
