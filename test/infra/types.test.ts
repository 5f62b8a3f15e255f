import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** What TypeScript says of a project against the real types of SST's components; nothing if all is well. */
async function faults(project: string): Promise<string> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const run = promisify(execFile)(process.execPath, [tsc, "--noEmit", "-p", project], {
    cwd: root,
    timeout: 50_000,
  });
  return run.then(
    () => "",
    ({ stdout, stderr }) => `${stdout}${stderr}`,
  );
}

test("sst.config.ts and stacks/ fit the types of SST's components", async () => {
  expect(await faults("stacks")).toBe("");
});
