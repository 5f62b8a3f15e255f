import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import type { FolderScore } from "./kept.ts";
import { type MutationReport, type Survivor, scoreOf, survivorsIn } from "./scores.ts";
import type { scratchCopy } from "./scratch.ts";

const STRYKER = ["@stryker-mutator/core@10.1.1", "@stryker-mutator/vitest-runner@10.1.1"];
const CONCURRENCY = 2;
const REPORT = "mutation.json";
/** Of the last run on each folder. */
const LAST_REPORTS = join(import.meta.dirname, "../../node_modules/.cache/mutation");

/** Makes the copy ready for Stryker, which is then only good for that. */
export function prepare(scratch: ReturnType<typeof scratchCopy>): void {
  install(scratch.besides, scratch.path);
  for (const file of globSync("core/**/*.ts", { cwd: scratch.path })) {
    // Stryker prints what it has parsed anew, and loses the parentheses that a type in an expression needs.
    if (isProduct(file)) scratch.write(file, stripTypeScriptTypes(scratch.read(file)));
  }
}

/**
 * Has Stryker try its mutants of a folder of core, or of files (`core/*.ts`), in a copy that is prepared. `unseen`: those
 * that a test has seen in the last run, and that are as they were, with the test as it was, are taken from there.
 */
export async function tryMutants(
  scratch: ReturnType<typeof scratchCopy>,
  folder: string,
  unseen: boolean,
): Promise<{ score: FolderScore; survivors: Survivor[] }> {
  const last = join(LAST_REPORTS, `${folder.replaceAll(/[^a-z]+/g, "-")}.json`);
  rmSync(join(scratch.path, REPORT), { force: true }); // another folder's
  if (unseen && existsSync(last)) scratch.write(REPORT, onlyKilled(readFileSync(last, "utf8")));
  scratch.write("stryker.config.json", JSON.stringify(settings(folder, unseen)));
  scratch.write("stryker.vitest.config.ts", vitestConfig(folder));
  const bin = join(scratch.besides, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const child = spawn(process.execPath, [bin, "run", "stryker.config.json"], {
    cwd: scratch.path,
    stdio: "inherit",
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`Stryker ended with ${code}`);
  const written = scratch.read(REPORT);
  const report: MutationReport = JSON.parse(written);
  mkdirSync(LAST_REPORTS, { recursive: true });
  writeFileSync(last, written);
  return { score: scoreOf(report), survivors: survivorsIn(report) };
}

/** One that never ended may have been kept from it by a busy machine. */
function onlyKilled(report: string): string {
  const { files, ...more }: MutationReport = JSON.parse(report);
  for (const file of Object.values(files)) {
    file.mutants = file.mutants.filter(({ status }) => status === "Killed");
  }
  return JSON.stringify({ ...more, files });
}

const isProduct = (file: string) => !file.endsWith(".test.ts") && !file.startsWith("core/testing/");

const vitestConfig = (folder: string) => `import { defineConfig } from "vitest/config";
import { nearestFirst } from "./test/mutation/nearest-first.ts";
const sequence = { sequencer: nearestFirst("${folder}") };
const test = { isolate: false, sequence, testTimeout: 180_000, include: ["core/**/*.test.ts"] };
export default defineConfig({ test });
`;

function settings(folder: string, unseen: boolean) {
  return {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "stryker.vitest.config.ts", related: false },
    mutate: [folder.endsWith(".ts") ? folder : `${folder}/**/*.ts`, "!core/**/*.test.ts"],
    coverageAnalysis: "perTest",
    ignoreStatic: true,
    concurrency: CONCURRENCY,
    timeoutMS: 10_000, // much more than a busy machine needs, so that only what never ends counts as such
    tsconfigFile: "none.json", // what it would do with one needs a TypeScript before 7
    reporters: ["progress-append-only", "json"],
    jsonReporter: { fileName: REPORT },
    ...(unseen && { incremental: true, incrementalFile: REPORT }),
    tempDirName: ".stryker",
  };
}

/** Beside the copy, so that the repository's own packages stay as they are. Vitest is the repository's. */
function install(besides: string, tree: string): void {
  writeFileSync(join(besides, "package.json"), JSON.stringify({ private: true }));
  const args = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--legacy-peer-deps",
    "--save-exact",
  ];
  execFileSync("npm", [...args, ...STRYKER], { cwd: besides, stdio: ["ignore", "ignore", "inherit"] });
  mkdirSync(join(besides, "node_modules"), { recursive: true });
  symlinkSync(join(tree, "node_modules/vitest"), join(besides, "node_modules/vitest"));
}
