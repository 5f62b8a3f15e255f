import type { ConnectionLine, ReconcileReport } from "../core/operator/reconcile-report.ts";
import { countOf, table } from "./output.ts";

/** The report for a person: the counts, then what was changed, then what is to be done. */
export function reconcileText(report: ReconcileReport): string {
  const { counts, written, connections } = report;
  const changed = connections.filter((line) => line.outcome !== "unchanged");
  return [
    `${written ? "Written" : "Would be written, without --dry-run"}:`,
    `  ${counts.unchanged} unchanged, ${counts.corrected} corrected, ${counts.emptied} emptied`,
    ...section("Connections that were corrected", changed.length > 0 ? correctedTable(changed) : ""),
    ...section("Data services that no longer name a connection without a record", services(report)),
    ...section("Keys that may be nobody's, or another's: kept, and not current", unmanaged(connections)),
    ...section(
      "Leaked keys whose reset was under way, and that still work: reset them again",
      leaked(connections),
    ),
    ...section(
      "Users missing in IAM, or another org's by now: deleted after the backup, so delete the data service",
      missing(connections),
    ),
    ...section(
      "Users in IAM that no record names: made after the backup, or by another stage",
      strays(report),
    ),
    ...section("Failed: run this again", failures(report)),
  ].join("\n");
}

function section(title: string, text: string): string[] {
  return text ? ["", title, text.replace(/^/gm, "  ")] : [];
}

function correctedTable(lines: ConnectionLine[]): string {
  return table(
    ["connection", "org", "key in the backup", "key now", "old key, of a staged reset"],
    lines.map((line) => [
      line.connectionId,
      line.org,
      line.previousAccessKeyId ?? "none",
      line.accessKeyId === line.previousAccessKeyId ? "the same" : (line.accessKeyId ?? "none"),
      line.retiring ? `${line.retiring.accessKeyId} ${inWords[line.retiring.state]}` : "none",
    ]),
  );
}

const inWords = {
  active: "works",
  inactive: "stopped",
  doomed: "to be deleted",
  leaving: "is the customer's to end",
} as const;

function services({ services: lines }: ReconcileReport): string {
  return lines
    .map((line) => `${line.serviceId}  ${line.org}  ${line.unnamedConnectionIds.join(" ")}`)
    .join("\n");
}

function unmanaged(lines: ConnectionLine[]): string {
  const rows = lines.flatMap((line) =>
    line.unmanaged.map((key) => [
      line.connectionId,
      line.org,
      key.accessKeyId,
      key.active ? "works" : "stopped",
      key.createdAt,
      line.accessKeyId ?? "none",
    ]),
  );
  if (rows.length === 0) return "";
  return [
    table(["connection", "org", "key", "state", "created", "current is"], rows),
    "Look which is in use (aws iam get-access-key-last-used --access-key-id …), delete the other in IAM, and if the",
    "one in use is not current, say --current <connection>=<key>. After a staged reset that the backup does not know,",
    "the older one is its old key, and is not retired by itself.",
  ].join("\n");
}

function leaked(lines: ConnectionLine[]): string {
  return lines
    .filter((line) => line.leakedKeyWorks)
    .map((line) => `${line.connectionId}  ${line.org}  ${line.accessKeyId}`)
    .join("\n");
}

function missing(lines: ConnectionLine[]): string {
  return lines
    .filter((line) => line.userMissing)
    .map((line) => `${line.connectionId}  ${line.org}  ${line.serviceId}  ${line.userName}`)
    .join("\n");
}

function strays({ usersWithoutRecord }: ReconcileReport): string {
  if (usersWithoutRecord.length === 0) return "";
  return table(
    ["user", "org", "connection", "keys"],
    usersWithoutRecord.map(({ userName, org = "?", connectionId = "?", keys }) => [
      userName,
      org,
      connectionId,
      keys.map((key) => key.accessKeyId).join(" ") || "none",
    ]),
  );
}

function failures({ failures: all, gaveUp }: ReconcileReport): string {
  const lines = all.map(({ of, error }) => `${of}  ${error}`);
  return [
    ...lines,
    ...(gaveUp ? [`After ${countOf(all.length, "failure")} the rest was not tried.`] : []),
  ].join("\n");
}
