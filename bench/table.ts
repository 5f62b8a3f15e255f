/** In Markdown, which a terminal shows well enough: numbers to the right, words to the left. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, n) => rows.map((row) => row[n] ?? ""));
  const padded = columns.map(column);
  const lines = padded[0]?.map((_, n) => `| ${padded.map((cells) => cells[n]).join(" | ")} |`);
  return lines ?? [];
}

/** Its heading, the rule below it, and its cells, all of one width. */
function column([heading = "", ...cells]: string[]): string[] {
  const width = Math.max(MARKDOWN_RULE_MIN, heading.length, ...cells.map((cell) => cell.length));
  if (!cells.every((cell) => NUMBERS.test(cell)))
    return [heading.padEnd(width), "-".repeat(width), ...cells.map((cell) => cell.padEnd(width))];
  const rule = `${"-".repeat(width - 1)}:`;
  return [heading.padStart(width), rule, ...cells.map((cell) => cell.padStart(width))];
}

const MARKDOWN_RULE_MIN = 3;
const NUMBERS = /^[\d.,()–\s]*$/;
