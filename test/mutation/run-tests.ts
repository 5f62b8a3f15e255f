import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import type { Scratch } from "./scratch.ts";

/** A test, and the file it is in. */
export interface Killer {
  file: string;
  test: string;
}

export type TestRun =
  | { is: "passed"; files: string[] }
  | { is: "failed"; killer: Killer }
  /** A file could not be loaded, or a name is not defined: that is no test that sees something. */
  | { is: "broken"; why: string }
  | { is: "timed_out" };

/** What Vitest's JSON reporter tells, as far as it matters here. */
export interface VitestReport {
  testResults: {
    name: string;
    status: "passed" | "failed";
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
}

const NOT_JAVASCRIPT = /^(ReferenceError|SyntaxError)\b/;
const PATIENCE_MS = 120_000;

/** Runs the tests whose paths hold one of the filters, until the first fails. */
export async function runTests(scratch: Scratch, filters: readonly string[]): Promise<TestRun> {
  const output = join(scratch.path, "mutation-run.json");
  rmSync(output, { force: true });
  const args = [
    ...["node_modules/vitest/vitest.mjs", "run", "--project", "core", "--project", "whole"],
    ...["--maxWorkers=1", "--bail=1", "--reporter=json", `--outputFile=${output}`, ...filters],
  ];
  const child = spawn(process.execPath, args, { cwd: scratch.path, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await once(child, "close");
  clearTimeout(timer);
  if (child.signalCode !== null) return { is: "timed_out" };
  if (!existsSync(output)) return { is: "broken", why: `Vitest reported nothing: ${said.slice(0, 500)}` };
  return judged(JSON.parse(readFileSync(output, "utf8")), scratch.path);
}

/** What came of a run: only a test that failed counts, and not by a name that is not there. */
export function judged({ testResults }: VitestReport, root: string): TestRun {
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find(
      ({ status, failureMessages }) =>
        status === "failed" && !failureMessages?.some((message) => NOT_JAVASCRIPT.test(message)),
    );
    if (failed) return { is: "failed", killer: { file: relative(root, name), test: failed.fullName } };
  }
  const broken = testResults.find(({ status }) => status === "failed");
  if (broken) {
    const why =
      broken.message || (broken.assertionResults.flatMap((one) => one.failureMessages ?? [])[0] ?? "");
    return { is: "broken", why: `${relative(root, broken.name)}: ${why.split("\n")[0]}` };
  }
  return { is: "passed", files: testResults.map(({ name }) => relative(root, name)) };
}
