import { writeSync } from "node:fs";

/** Something an operator has to say otherwise, or to provide: told in its own words, with exit code 2. */
export class UsageFault extends Error {
  override name = "UsageFault";
}

export const exitCodes = { done: 0, somethingLeft: 1, usage: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a command answers goes to standard output; what it says meanwhile, and what is wrong, to standard error. */
export function print(text: string): void {
  write(1, text);
}

export function say(text: string): void {
  write(2, text);
}

/** Synchronous: what is written to a pipe just before the process ends may otherwise be lost. */
function write(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(`${text}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error; // a pipe that is full for now
    }
  }
}

/** Rows under their headings, as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) => widths.map((width, column) => (row[column] ?? "").padEnd(width)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** `1 key`, `2 keys`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
