import type { Cost } from "./count-calls.ts";
import type { Overhead } from "./overhead.ts";

export interface Report {
  costs: Record<string, Cost>;
  listing: Cost & { listed: number; records: number };
  overhead: Overhead;
}

/** For a terminal. */
export function readable({ costs, listing, overhead }: Report): string {
  const head = ["", "IAM", "reads", "writes", "round trips", "calls"];
  const rows = Object.entries(costs).map(([name, cost]) => [
    name,
    ...[cost.iamCalls, cost.dynamoReads, cost.dynamoWrites, cost.roundTrips].map(String),
    callsOf(cost),
  ]);
  const { ratio, rounds, handlerMs, bareMs } = overhead;
  return [
    "What each operation asks of AWS (reads and writes: of DynamoDB; round trips: the longest chain)",
    "",
    ...table([head, ...rows]),
    "",
    `Listing the ${listing.listed} connections of an org among ${listing.records} records: ${callsOf(listing)},`,
    `${listing.itemsScanned} items looked at, ${listing.itemsRead} read, about ${listing.readUnits} read units.`,
    "",
    `A reset through the whole handler takes ${ratio.median.toFixed(2)} times as long as its AWS calls alone`,
    `(${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)} in ${rounds} rounds by turns; medians ${ms(handlerMs)} and ${ms(bareMs)},`,
    "against an endpoint on this machine that answers in about a millisecond).",
  ].join("\n");
}

function callsOf({ calls }: Cost): string {
  return Object.entries(calls)
    .map(([name, count]) => (count > 1 ? `${count}× ${name}` : name))
    .join(", ");
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const last = widths.length - 1;
  const pad = (cell: string, column: number) => {
    if (column === last) return cell;
    return column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  };
  return rows.map((row) => row.map(pad).join("  "));
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
