import type { Cost } from "./count-calls.ts";
import { readableComparison } from "./drift.ts";
import type { Operations } from "./operations.ts";
import { table } from "./table.ts";

export function readableOperations({ costs, comparison, listing, overhead }: Operations): string {
  const { ratio, rounds, handlerMs, bareMs } = overhead;
  const { listed, records, itemsScanned, itemsRead, readUnits } = listing;
  return [
    "What each asks of AWS when nothing stands in its way (reads and writes: of DynamoDB; round trips: the longest chain",
    "of calls that wait for each other).",
    "",
    ...costsTable(costs),
    "",
    readableComparison(comparison),
    "",
    `Listing the ${listed} connections of an org among ${records.toLocaleString("en")} records: ${callsOf(listing)},`,
    `${itemsScanned} items looked at, ${itemsRead} read, about ${readUnits} read units.`,
    "",
    `A reset through the whole handler takes ${ratio.median.toFixed(2)} times as long as its AWS calls alone`,
    `(${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)} in ${rounds} rounds by turns; medians ${ms(handlerMs)} and ${ms(bareMs)}, against an`,
    "endpoint on this machine that answers in about a millisecond).",
  ].join("\n");
}

/** A row an operation. */
export function costsTable(costs: Operations["costs"]): string[] {
  const head = ["", "IAM", "reads", "writes", "round trips", "calls"];
  const rows = Object.entries(costs).map(([name, cost]) => [
    name,
    ...[cost.iamCalls, cost.dynamoReads, cost.dynamoWrites, cost.roundTrips].map(String),
    callsOf(cost),
  ]);
  return table([head, ...rows]);
}

function callsOf({ calls }: Cost): string {
  const byName = Object.entries(calls).sort(([one], [other]) => (one < other ? -1 : 1));
  return byName.map(([name, count]) => (count > 1 ? `${count}× ${name}` : name)).join(", ");
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
