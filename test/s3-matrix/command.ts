import { execFile, spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface Ran {
  isDone: boolean;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end, however it ends; 30 seconds at most. */
export function run(command: string, args: string[], env: Record<string, string>): Promise<Ran> {
  const options = { env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", ...env }, timeout: 30_000 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ isDone: error === null, stdout, stderr });
    });
  });
}

/** Does all of them, two at a time, in order: each is a process that mostly starts. */
export async function twoAtATime<In, Out>(
  items: readonly In[],
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as In);
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/** The JSON values that a Python script prints, one a line, when it is given another. Its errors are shown. */
export async function python(
  script: string,
  given: unknown,
  env: Record<string, string>,
): Promise<unknown[]> {
  const options = { env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", ...env } };
  const child = spawn("python3", [script], { ...options, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(given));
  return (await text(child.stdout))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
