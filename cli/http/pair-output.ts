import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import type { AccessKey } from "@keyturn/client";
import { STDOUT, say, UsageFault, writeLine } from "../output.ts";
import { placeOf } from "./place-of.ts";

export type IssuedKey = Exclude<AccessKey, { replayed: true }>;

/** Where a pair goes, the one time it is shown. */
export interface PairOutput {
  /** Answers where the pair is now, in words. Undefined: nowhere, so that its secret is lost. */
  write(issued: IssuedKey): string | undefined;
  /** There is no pair to write. */
  discard(): void;
}

/**
 * Made ready before the key is asked for: a pair that cannot be put down is lost. A file is new and its owner's alone; when
 * it takes no pair, as on a full disk, the pair goes to standard output. Throws UsageFault.
 */
export function openOutput(file: string | undefined, text: (issued: IssuedKey) => string): PairOutput {
  const show = (issued: IssuedKey) =>
    tryTo("Standard output", () => writeLine(STDOUT, text(issued)))
      ? "The secret is shown this once."
      : undefined;
  if (file === undefined) return { write: show, discard: () => {} };
  const descriptor = create(file);
  const discard = () => {
    closeSync(descriptor);
    rmSync(placeOf(file), { force: true });
  };
  return {
    discard,
    write(issued) {
      const isWritten = tryTo(file, () => {
        writeLine(descriptor, text(issued));
        fsyncSync(descriptor); // a disk may say only then that it is full
      });
      if (!isWritten) {
        const whereItIs = show(issued); // first: whatever becomes of the file, the pair is out
        discard();
        return whereItIs;
      }
      closeSync(descriptor);
      return `The pair is in ${file}.`;
    },
  };
}

function tryTo(what: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    say(`${what} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
    return false;
  }
}

function create(file: string): number {
  try {
    return openSync(placeOf(file), "wx", 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      throw new UsageFault(`${file} is there already, and is not written over.`, { showsUsage: false });
    throw new UsageFault(`${file} cannot be made (${code}). Nothing was changed.`, { showsUsage: false });
  }
}

export function asText({ credentials }: IssuedKey): string {
  return `Access key id      ${credentials.accessKeyId}\nSecret access key  ${credentials.secretAccessKey}`;
}

/** As AWS's own tools read it (~/.aws/credentials). */
export function asProfile(name: string): (issued: IssuedKey) => string {
  return ({ connection, credentials }) =>
    [
      `[${name}]`,
      `aws_access_key_id = ${credentials.accessKeyId}`,
      `aws_secret_access_key = ${credentials.secretAccessKey}`,
      `region = ${connection.region}`,
    ].join("\n");
}
