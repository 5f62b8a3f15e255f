import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system that only those processes see that are started with `command` before their own. */
export interface SmallDisk {
  command: string[];
  /** The folder as those processes see it. */
  seen: string;
  /** The file system goes with the last process that sees it. */
  unmount(): Promise<void>;
}

/** Only root may mount, or whoever may make user namespaces. */
const isRoot = process.getuid?.() === 0;
const apart = ["unshare", ...(isRoot ? [] : ["--map-root-user"]), "--mount"];

/** Whether a file system can be mounted here; what is not tested where it cannot is said aloud, once. */
export function canMount(untested: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-probe-"));
  const [command = "", ...args] = [...apart, "mount", "-t", "tmpfs", "tmpfs", folder];
  const can = spawnSync(command, args).status === 0;
  rmSync(folder, { recursive: true });
  if (!can) console.log(`No file system can be mounted here: ${untested} is not tested`);
  return can;
}

/** A disk of so many MB at a folder. */
export function mountSmallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  return mounted(folder, `mount -t tmpfs -o size=${megabytes}m tmpfs "$0"`);
}

/** The folder with what is in it, which nobody can write to, not even root. */
export function mountReadOnly(folder: string): Promise<SmallDisk> {
  return mounted(folder, 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"');
}

/** A process that does nothing holds it; it ends with this one, whose end closes its input. */
async function mounted(folder: string, mount: string): Promise<SmallDisk> {
  const [command = "", ...args] = [...apart, "sh", "-c", `${mount} && echo mounted && exec cat`, folder];
  const holder = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(holder, "exit");
  await Promise.race([once(holder.stdout, "data"), ended]);
  if (holder.exitCode !== null) throw new Error(`nothing could be mounted at ${folder}`);
  const user = isRoot ? "" : `--user=/proc/${holder.pid}/ns/user --preserve-credentials`;
  // Entering leads to the root folder, unless it says where else.
  const enter = `exec nsenter ${user} --mount=/proc/${holder.pid}/ns/mnt --wd="$PWD" "$@"`;
  return {
    command: ["sh", "-c", enter, "sh"],
    seen: join("/proc", String(holder.pid), "root", folder),
    async unmount() {
      holder.stdin.end();
      await ended;
    },
  };
}
