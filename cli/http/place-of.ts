import { resolve } from "node:path";

/** The file as whoever runs the command names it: `npm run` goes to the project's folder first, and says from where. */
export function placeOf(file: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: from = "." } = process.env;
  return script === "keyturn" ? resolve(from, file) : file;
}
