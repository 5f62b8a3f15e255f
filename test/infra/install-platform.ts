import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { isInstalled } from "./platform.ts";

const AT_MOST_MS = 5 * 60_000;

/** Before any test: what the tests of the stacks evaluate them with is there. */
export default function setup(): Promise<void> {
  return installPlatform(join(import.meta.dirname, "../.."));
}

/**
 * Has SST install its components and the AWS provider into `.sst/platform`, unless they are there. It takes npm,
 * the registry and half a minute, and no AWS account. Throws what SST said when it fails.
 */
export async function installPlatform(root: string, atMostMs = AT_MOST_MS): Promise<void> {
  if (isInstalled(root)) return;
  console.error("Installing SST's components for the tests of the stacks. It takes half a minute, once.");
  const fault = await install(root, atMostMs);
  if (fault !== undefined) {
    throw new Error(
      `SST's components could not be installed. Is the npm registry reachable? ${fault}`.trim(),
    );
  }
  if (!isInstalled(root)) {
    throw new Error(
      "SST installed other versions than package.json and sst.config.ts name: run `npm ci` again",
    );
  }
}

/** Answers what went wrong, if something did. */
async function install(root: string, atMostMs: number): Promise<string | undefined> {
  const cli = join(root, "node_modules/sst/bin/sst.mjs");
  const child = spawn(process.execPath, [cli, "install", "--stage", "ci"], {
    cwd: root,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, which can be ended as a whole: it starts npm.
    detached: true,
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    if (child.pid) process.kill(-child.pid, "SIGKILL");
  }, atMostMs);
  const words = Promise.all([text(child.stderr), text(child.stdout)]);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(timer);
  if (late) return `It was not done after ${atMostMs / 1_000} s.`;
  return code === 0 ? undefined : (await words).join("");
}

/** npm is found as the caller finds it, but runs on the Node of the tests. */
function environment(): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const quiet = { SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1", SST_TELEMETRY_DISABLED: "1" };
  return { ...process.env, ...quiet, PATH: path };
}
