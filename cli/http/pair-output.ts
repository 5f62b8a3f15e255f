import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import type { AccessKey } from "@keyturn/client";
import { print, UsageFault } from "../output.ts";
import { placeOf } from "./place-of.ts";

export type IssuedKey = Exclude<AccessKey, { replayed: true }>;

/** Where a pair goes, the one time it is shown. */
export interface PairOutput {
  write(issued: IssuedKey): void;
  /** There is no pair to write. */
  discard(): void;
  /** The file, if it is one. */
  file: string | undefined;
}

/**
 * Made ready before the key is asked for: a pair that cannot be put down is lost. A file is new and its owner's alone.
 * Throws UsageFault.
 */
export function openOutput(file: string | undefined, text: (issued: IssuedKey) => string): PairOutput {
  if (file === undefined) return { file, write: (issued) => print(text(issued)), discard: () => {} };
  const descriptor = create(file);
  return {
    file,
    write(issued) {
      writeSync(descriptor, `${text(issued)}\n`);
      closeSync(descriptor);
    },
    discard() {
      closeSync(descriptor);
      rmSync(placeOf(file));
    },
  };
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
