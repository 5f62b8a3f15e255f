import { writeSync } from "node:fs";

/** Something an operator has to say otherwise, or to provide: told in its own words, with exit code 2. */
export class UsageFault extends Error {
  override name = "UsageFault";
  /** Whether the usage helps: not where the words are right, and what they name is not there. */
  readonly showsUsage: boolean;

  constructor(message: string, { showsUsage = true } = {}) {
    super(message);
    this.showsUsage = showsUsage;
  }
}

export const exitCodes = {
  done: 0,
  /** Of the commands on AWS: something failed, and was said. */
  somethingLeft: 1,
  /** Of those over HTTP: Keyturn refused it, or the person did; nothing was changed. */
  refused: 1,
  usage: 2,
  /** Keyturn, or what it needs, did not answer, or not at first: worth looking, and trying again. */
  noAnswer: 3,
  /** A key was made, and its secret is lost. */
  secretLost: 4,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const STDOUT = 1;
const STDERR = 2;

/** As a shell says that a program ended by SIGPIPE. */
const PIPE_CLOSED = 141;

/** What a command answers goes to standard output; what it says meanwhile, and what is wrong, to standard error. */
export function print(text: string): void {
  write(STDOUT, text);
}

export function say(text: string): void {
  write(STDERR, text);
}

function write(descriptor: number, text: string): void {
  try {
    writeLine(descriptor, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
    process.exit(PIPE_CLOSED); // whoever read it has enough: `| head`
  }
}

/** All of it, or throws. Synchronous: what is written to a pipe just before the process ends may otherwise be lost. */
export function writeLine(descriptor: number, text: string): void {
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
  const all = [headings, ...rows.map((row) => row.map(printable))];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) => widths.map((width, column) => (row[column] ?? "").padEnd(width)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A name comes from somebody else: it moves no cursor and colours nothing. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "\u{fffd}");
}

/** `1 key`, `2 keys`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
