import type { ConsoleFigures } from "./console.ts";
import { table } from "./table.ts";

/** Of the first load, compressed, with the chart. */
const FIRST_LOAD_MAX = 250_000;

/** For a terminal. */
export function readableConsole({ signIn, glance, ...times }: ConsoleFigures): string {
  const { readyMs, bareMs, ready, glanceMs, rounds } = times;
  const rows = Object.entries({ "to sign in": signIn, "and the first glance": glance }).map(
    ([name, { files, plain, gzip, brotli }]) => [
      name,
      String(files),
      ...[plain, gzip, brotli].map((bytes) => (bytes / 1_000).toFixed(0)),
    ],
  );
  return [
    "What a browser loads of the console, in KB",
    "",
    ...table([["", "files", "plain", "gzip", "brotli"], ...rows]),
    "",
    `The first button answers after ${readyMs.toFixed(0)} ms, ${ready.median.toFixed(2)} times as long as that of a bare page (${bareMs.toFixed(0)} ms;`,
    `${ready.least.toFixed(2)} to ${ready.most.toFixed(2)} in ${rounds} rounds by turns). From signing in to the first glance with its chart it`,
    `takes ${glanceMs.median.toFixed(0)} ms (${glanceMs.least.toFixed(0)} to ${glanceMs.most.toFixed(0)}).`,
  ].join("\n");
}

/** What is not as promised, in words. */
export function faultsOfConsole({ glance }: ConsoleFigures): string[] {
  return glance.gzip > FIRST_LOAD_MAX ? ["the console's first load is above 250 KB"] : [];
}
