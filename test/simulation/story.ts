import { runHistory } from "./history.ts";

const TRACE_LINES_MAX = 600;

/** What a failing history was: it is run once more, and told. */
export async function storyOf(seed: number): Promise<string> {
  const { violations, lines } = await runHistory(seed, { traced: true });
  const told = lines.map((line) => line.slice(0, 240)).slice(-TRACE_LINES_MAX);
  return [
    `the history of seed ${seed} broke what must always hold:`,
    ...violations.map((text) => `  * ${text}`),
    `run it again: npm run simulate -- --from ${seed} --histories 1`,
    ...told,
  ].join("\n");
}
