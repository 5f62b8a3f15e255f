import type { Ratio } from "../rounds.ts";
import { table } from "../table.ts";
import type { Started } from "./measure.ts";

export function readableColdStarts(coldStarts: Started[]): string {
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
    `same calls. Medians of ${coldStarts[0]?.rounds} rounds by turns, and of their ratios with the least and the most.`,
    "",
    ...table([head, ...rows]),
    "",
    "`find-drift` rests between its calls of IAM, so its time says nothing; its CPU time does.",
  ].join("\n");
}

function span({ median, least, most }: Ratio): string {
  return `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function whole(value: number): string {
  return value.toFixed(0);
}
