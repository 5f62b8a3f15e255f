/** For a terminal: the first column to the left, the last as it is, the others to the right. */
export function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const last = widths.length - 1;
  const pad = (cell: string, column: number) => {
    if (column === last) return cell;
    return column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  };
  return rows.map((row) => row.map(pad).join("  "));
}
