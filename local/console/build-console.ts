import { execFile } from "node:child_process";
import { existsSync, globSync, renameSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BUILD_MS_MAX = 120_000;

const source = fileURLToPath(new URL("../../console/", import.meta.url));
const built = `${source}dist`;

/** The folder with the built console: built anew where it is missing, or older than what it is made of. */
export async function builtConsole(): Promise<string> {
  if (!isUpToDate()) await buildConsole();
  return built;
}

function isUpToDate(): boolean {
  const builtAt = statSync(`${built}/index.html`, { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined) return false;
  return sources().every((file) => statSync(file).mtimeMs <= builtAt);
}

/** The page's own, the client it uses, and what fixes the packages. */
function sources(): string[] {
  const own = globSync("**/*.{ts,tsx,css,html,svg,json}", { cwd: source, exclude: ["dist*"] });
  const clients = globSync("../client/*.ts", { cwd: source });
  return [...own, ...clients, "../package-lock.json"].map((file) => source + file);
}

/** Beside the packages: what a build leaves that was ended half-way goes with them. */
const makingIn = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));

/**
 * The folder is put in place when it is whole. Of several processes that build at once the first is the one that does: the
 * others find its folder, and leave theirs.
 */
async function buildConsole(): Promise<void> {
  const making = `${makingIn}keyturn-console-${process.pid}`;
  const before = `${making}-before`;
  try {
    await runVite("build", source, "--outDir", making, "--emptyOutDir");
    if (isUpToDate()) return;
    if (existsSync(built)) renameSync(built, before);
    renameSync(making, built);
  } finally {
    for (const folder of [making, before]) rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, in which it is no test, and whose memory is not this one's for ever. */
async function runVite(...args: string[]): Promise<void> {
  const vite = fileURLToPath(new URL("../../node_modules/vite/bin/vite.js", import.meta.url));
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, [vite, ...args], { env, timeout: BUILD_MS_MAX });
}
