import { globSync, renameSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../console/", import.meta.url));
const built = `${source}dist`;

/** The folder with the built console: built anew where it is missing, or older than what it is made of. */
export async function builtConsole(): Promise<string> {
  if (!isUpToDate()) await buildConsole();
  return built;
}

export function isUpToDate(): boolean {
  const builtAt = statSync(`${built}/index.html`, { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined) return false;
  return [...sources(), `${source}../package-lock.json`].every((file) => statSync(file).mtimeMs <= builtAt);
}

function sources(): string[] {
  const files = globSync("**/*.{ts,tsx,css,html,svg,json}", { cwd: source, exclude: ["dist*"] });
  return files.map((file) => source + file);
}

/** Whoever reads the folder meanwhile reads the one before, or the new one: it is put in place when it is whole. */
async function buildConsole(): Promise<void> {
  const making = `${built}-${process.pid}`;
  try {
    const { build } = await import("vite");
    const configFile = `${source}vite.config.ts`;
    await build({ configFile, build: { outDir: making, emptyOutDir: true } });
    rmSync(built, { recursive: true, force: true });
    renameSync(making, built);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
