import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { say } from "../output.ts";

/** Whether somebody is there to answer. */
export function isAtTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Whether the person types the text. Standard output is left to what the command answers. */
export async function typed(question: string, text: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await answered(asking, question)) === text;
  } finally {
    asking.close();
  }
}

/** What is typed is shown nowhere. */
export async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question); // now that the terminal shows nothing any more by itself
  try {
    return await answered(asking, "");
  } finally {
    asking.close();
    say("");
  }
}

/** Nothing, when the terminal is closed (Ctrl-D) or the person has enough (Ctrl-C). */
async function answered(asking: ReturnType<typeof createInterface>, question: string): Promise<string> {
  const gone = new AbortController();
  asking.once("close", () => gone.abort());
  return asking.question(question, { signal: gone.signal }).then(
    (text) => text.trim(),
    () => "",
  );
}
