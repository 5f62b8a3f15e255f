import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bareEnvironment } from "./bare-environment.ts";
import { startLaptop } from "./laptop.ts";

const PROGRAM = fileURLToPath(new URL("../../cli/keyturn.ts", import.meta.url));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

interface Circumstances {
  env?: object;
  input?: string;
  /** One by one, as its questions come. */
  answers?: [RegExp, string][];
  /** What a shell is told before the command, and behind it. */
  shell?: [before: string, after: string];
  /** Once it has said something on standard error. */
  whenReady?: () => Promise<unknown>;
}

/** A laptop, and a terminal in a folder of its own where an admin types the operator's commands. */
export async function openTerminal() {
  const laptop = await startLaptop({ KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100" });
  const token = await laptop.token("admin", "acme", { name: "Ada Admin" });
  const folder = mkdtempSync(join(tmpdir(), "keyturn-terminal-"));
  const session = { KEYTURN_URL: laptop.url, KEYTURN_TOKEN: token };
  return {
    ...{ laptop, token, folder },
    keyturn: (args: string[], more: Circumstances = {}) =>
      run(folder, args, { ...more, env: { ...session, ...more.env } }),
    close: async () => {
      await laptop.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A secret access key, in whatever is shown; it may begin or end with what is no letter. */
export const SECRET = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/;

function run(folder: string, args: string[], more: Circumstances): Promise<Ended> {
  const { env, input = "", answers, shell = ["", ""], whenReady } = more;
  const program = [process.execPath, PROGRAM, ...args];
  // A pseudo-terminal is what makes it ask; there standard output and standard error are one.
  const quoted = program.map((word) => `'${word}'`).join(" ");
  const [command, ...rest] = answers
    ? (["script", "-qefc", quoted, "/dev/null"] as const)
    : (["sh", "-c", `${shell[0]} exec ${quoted} ${shell[1]}`] as const);
  const own = { ...bareEnvironment(), ...env };
  const child = spawn(command, rest, { cwd: folder, env: own as NodeJS.ProcessEnv, timeout: 60_000 });
  let out = "";
  let err = "";
  const left = [...(answers ?? [])];
  child.stdout.on("data", (chunk) => {
    out += chunk;
    const [next] = left;
    if (!next?.[0].test(out)) return;
    left.shift();
    child.stdin.write(next[1]);
  });
  child.stderr.once("data", () => whenReady?.());
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  if (!answers) child.stdin.end(input);
  return new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

export const linesOf = (text: string) => text.trimEnd().split("\n");
/** What a program reads: a JSON document a line. */
export const documentsOf = ({ out }: Ended) => linesOf(out).map((line) => JSON.parse(line));
