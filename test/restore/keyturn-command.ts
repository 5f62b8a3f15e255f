import { execFile } from "node:child_process";
import { bareEnvironment } from "../support/bare-environment.ts";

const root = new URL("../..", import.meta.url);

export interface CommandRun {
  code: number;
  out: string;
  err: string;
}

/** `npm run keyturn -- …` without npm: the operator's command as a process of its own, with this environment alone. */
export function keyturn(args: string[], environment: Record<string, string> = {}): Promise<CommandRun> {
  const options = { cwd: root, env: { ...bareEnvironment(), ...environment }, timeout: 50_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, ["cli/keyturn.ts", ...args], options, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}
