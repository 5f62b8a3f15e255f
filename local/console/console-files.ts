import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { cacheControlOf, contentTypeOf } from "../../console/headers.ts";

/** A file of the built console, as it is answered. */
export interface ConsoleFile {
  contentType: string;
  cacheControl: string;
  body: Buffer;
}

/**
 * Reads the built console, by the path that each file is served at; the page itself is `/`. Nothing else can be asked
 * for, whatever a path says.
 */
export function readConsoleFiles(folder: string): Map<string, ConsoleFile> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  return new Map(names.map((name) => [name === "index.html" ? "/" : `/${name}`, readFile(folder, name)]));
}

function readFile(folder: string, name: string): ConsoleFile {
  const body = readFileSync(join(folder, name));
  return { contentType: contentTypeOf(name), cacheControl: cacheControlOf(name), body };
}
