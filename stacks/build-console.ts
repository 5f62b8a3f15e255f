import { spawnSync } from "node:child_process";
import { globSync, statSync } from "node:fs";
import { join } from "node:path";

export interface BuiltConsole {
  /** Where the files are, absolute. */
  folder: string;
  /** Below it. */
  paths: string[];
}

/** A build takes seconds; one that hangs must not hold the stage's lock. */
const AT_MOST_MS = 5 * 60_000;

/**
 * Has the page built, as a deployment cannot know whether what lies there is of this commit. Throws what the build
 * said if it failed.
 */
export function buildConsole(root: string): BuiltConsole {
  const { status, stdout, stderr, error } = spawnSync("npm", ["run", "--silent", "console:build"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: AT_MOST_MS,
  });
  if (status !== 0) {
    const why = error?.message ?? `${stdout}${stderr}`;
    throw new Error(`The console could not be built (npm run console:build): ${why}`.trim());
  }
  const folder = join(root, "console/dist");
  const paths = globSync("**", { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile());
  if (!paths.includes("index.html"))
    throw new Error(`The build of the console left no index.html in ${folder}`);
  return { folder, paths: paths.sort() };
}
