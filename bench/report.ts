import type { Started } from "./cold-start/measure.ts";
import type { Cost } from "./count-calls.ts";
import { type Comparison, readableComparison } from "./drift.ts";
import type { Overhead } from "./overhead.ts";
import type { Ratio } from "./rounds.ts";
import { table } from "./table.ts";

export interface Operations {
  costs: Record<string, Cost>;
  comparison: Comparison;
  listing: Cost & { listed: number; records: number };
  overhead: Overhead;
  coldStarts: Started[];
}

/** For a terminal. */
export function readable({ costs, comparison, listing, overhead, coldStarts }: Operations): string {
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
    readableComparison(comparison),
    "",
    `Listing the ${listing.listed} connections of an org among ${listing.records} records: ${callsOf(listing)},`,
    `${listing.itemsScanned} items looked at, ${listing.itemsRead} read, about ${listing.readUnits} read units.`,
    "",
    `A reset through the whole handler takes ${ratio.median.toFixed(2)} times as long as its AWS calls alone`,
    `(${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)} in ${rounds} rounds by turns; medians ${ms(handlerMs)} and ${ms(bareMs)},`,
    "against an endpoint on this machine that answers in about a millisecond).",
    "",
    ...coldStartLines(coldStarts),
  ].join("\n");
}

function coldStartLines(coldStarts: Started[]): string[] {
  const head = ["", "KB", "bare", "ms", "bare", "ratio", "CPU ms", "bare", "ratio", "MB", "bare", "calls"];
  const rows = coldStarts.map(({ name, full, bare, ratio, cpuRatio, calls }) => [
    name,
    ...[full.bytes / 1_000, bare.bytes / 1_000, full.ms, bare.ms].map(whole),
    span(ratio),
    ...[full.cpuMs, bare.cpuMs].map(whole),
    span(cpuRatio),
    ...[full.peakRssMb, bare.peakRssMb].map(whole),
    String(calls.flat().length),
  ]);
  return [
    "Each Lambda's bundle, and its first event in a new process: time from the start of the process until the event was",
    "handled, CPU time of all its threads, and peak memory; beside a bare handler with the same clients that makes the",
    `same calls. Medians of ${coldStarts[0]?.rounds} rounds by turns, and of their ratios with the least and the most`,
    "",
    ...table([head, ...rows]),
  ];
}

function span({ median, least, most }: Ratio): string {
  return `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function callsOf({ calls }: Cost): string {
  return Object.entries(calls)
    .map(([name, count]) => (count > 1 ? `${count}× ${name}` : name))
    .join(", ");
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function whole(value: number): string {
  return value.toFixed(0);
}
