import { table } from "../table.ts";
import type { LoadFigures } from "./measure.ts";
import { GROWTH_MAX, type Growth } from "./verdict.ts";

/** Markdown. */
export function readableLoad(figures: LoadFigures): string {
  const { connections, minutes, requests, perSecond, latencies, beside } = figures;
  const rows = latencies.map(({ kind, count, p50, p95, p99, most }) => [
    kind,
    String(count),
    ...[p50, p95, p99, most].map((ms) => ms.toFixed(1)),
  ]);
  return [
    `${connections} users with a request under way each, for ${minutes} minutes: ${requests} requests, ${perSecond.toFixed(0)} a second.`,
    `A request makes ${figures.dynamoCallsPerRequest.toFixed(2)} calls of DynamoDB and ${figures.otherCallsPerRequest.toFixed(2)} of other services, what follows from it and`,
    "its own of S3 included.",
    ...(beside ? besideLines(beside) : []),
    "",
    "How long they took, in milliseconds:",
    "",
    ...table([["", "requests", "p50", "p95", "p99", "most"], ...rows]),
    "",
    `Memory of the service, the median of the middle third and of the last; flat is up to ${GROWTH_MAX} times as much:`,
    "",
    `- heap after a collection: ${growthText(figures.heap)}`,
    `- resident: ${growthText(figures.rss)}`,
    "",
    `${figures.changes} changes, ${figures.objects} objects written or read and ${figures.replays} retries acknowledged; ${figures.inDoubt} in doubt.`,
    figures.wrong === undefined
      ? `Of ${figures.looked} connections, objects, pipelines and events none was lost, and none done twice.`
      : `NOT as it was acknowledged: ${figures.wrong}`,
    `Answers of the 5xx kind: ${
      Object.entries(figures.failures)
        .map(([what, times]) => `${what} ×${times}`)
        .join(", ") || "none"
    }.`,
  ].join("\n");
}

function besideLines({ storePerSecond, ratio, rounds }: NonNullable<LoadFigures["beside"]>): string[] {
  return [
    `The store alone would allow ${storePerSecond.toFixed(0)} such requests a second: Keyturn reaches ${ratio.median.toFixed(2)} of that`,
    `(${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)} in ${rounds} rounds by turns).`,
  ];
}

function growthText(growth: Growth | undefined): string {
  if (!growth) return "too short a run to say";
  const { middleBytes, lastBytes, ratio } = growth;
  return `${(middleBytes / 1e6).toFixed(0)} MB, ${(lastBytes / 1e6).toFixed(0)} MB: ${ratio.toFixed(2)} times`;
}
