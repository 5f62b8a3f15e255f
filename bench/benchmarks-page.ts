import { availableParallelism, cpus, totalmem } from "node:os";
import { type AllFigures, type Part, type PartName, parts } from "./parts.ts";
import { readablePeers } from "./peers-report.ts";

/** docs/benchmarks.md, of everything that was measured in one run. */
export function benchmarksPage(figures: AllFigures): string {
  const sections = (Object.keys(parts) as PartName[]).map((name) => {
    const { title, readable } = parts[name] as Part<unknown>;
    return `## ${title}\n\n\`npm run bench -- --only ${name}\`\n\n${readable(figures[name])}\n`;
  });
  const peers = `## A reset, beside other ways\n\n${readablePeers(figures.operations)}\n`;
  return [head(), peers, ...sections].join("\n");
}

function head(): string {
  const gib = (totalmem() / 1024 ** 3).toFixed(0);
  const model = cpus()[0]?.model.trim() || "unnamed";
  return `# Benchmarks

<!-- Written by npm run bench. -->

\`npm run bench\` measures all of this and writes this page; the command of each part measures that part alone. Counts are
exact, and those of the operations are held against this page by \`npm test -- test/faults/call-counts\`. Times are of
one machine, the laptop cloud and both sides of each comparison on it: ${availableParallelism()} cores (${model}), ${gib} GiB,
Node ${process.versions.node}, ${process.platform}. What is to be compared is the ratio: the median of rounds that take turns, with the least
and the most of them. Nothing here was measured on AWS.
`;
}
