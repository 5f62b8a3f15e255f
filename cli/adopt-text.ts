import type { Outcome, RowResult } from "../core/adoption/row-result.ts";
import { table } from "./output.ts";

interface Answer {
  org: string;
  applied: boolean;
  counts: Record<Outcome, number>;
  rows: RowResult[];
}

/** The rows that are to be mended first of all, then what was done, or would be. */
export function adoptText({ org, applied, counts, rows }: Answer): string {
  const bad = rows.filter(({ outcome }) => outcome === "refused" || outcome === "failed");
  const taken = rows.filter(({ outcome }) => outcome === "adopted" || outcome === "adoptable");
  const differing = rows.filter(({ differs }) => differs);
  return [
    ...(bad.length > 0 ? ["These rows are not taken:", ...bad.flatMap(badLines), ""] : []),
    ...(taken.length > 0
      ? [`${applied ? "Adopted" : "Would be adopted"} by ${org}:`, takenTable(taken), ""]
      : []),
    ...(differing.length > 0
      ? ["These were adopted before, and what their rows say otherwise is not changed by a plan:"]
      : []),
    ...differing.map(
      ({ place, userName, differs = [] }) => `  line ${place}, ${userName}: ${differs.join(", ")}`,
    ),
    ...(differing.length > 0 ? [""] : []),
    `${counts.adopted + counts.adoptable} ${applied ? "adopted" : "to adopt"}, ` +
      `${counts.already_adopted} adopted before, ${counts.refused} refused, ${counts.failed} failed.`,
    ...(applied ? [] : ["Nothing was written. --apply takes the rows that are good."]),
    ...(counts.failed > 0 ? ["Run it again for those that failed."] : []),
  ].join("\n");
}

function badLines({ place, userName, reasons = [], why }: RowResult): string[] {
  const messages = why === undefined ? reasons.map(({ message }) => message) : [why];
  return messages.map((message) => `  line ${place}${userName ? `, ${userName}` : ""}: ${message}`);
}

function takenTable(rows: readonly RowResult[]): string {
  const cells = rows.map(
    ({ place, userName, serviceName, accessKeyId, keyCreatedAt, sparedAccessKeyIds }) => [
      String(place),
      userName ?? "",
      serviceName ?? "",
      accessKeyId ?? "none",
      keyCreatedAt?.slice(0, 10) ?? "",
      sparedAccessKeyIds?.join(" ") ?? "",
    ],
  );
  return table(["line", "user", "data service", "key", "made on", "other key"], cells).replace(/^/gm, "  ");
}
