import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The tests that SECURITY.md relies on, as `npm test --` takes them: `test/http/tenancy`. */
export function witnesses(root: string): string[] {
  const lines = readFileSync(join(root, "SECURITY.md"), "utf8").split("\n");
  const head = lines.findIndex((line) => line.includes("shown by `npm test --`"));
  const end = lines.findIndex((line, place) => place > head && !line.startsWith("|"));
  const cells = lines.slice(head + 2, end).map((line) => line.split("|").at(-2) ?? "");
  return cells.flatMap((cell) => cell.replaceAll("`", "").trim().split(/\s+/));
}
