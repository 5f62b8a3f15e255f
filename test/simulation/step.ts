import type { Connection } from "../../core/connection/connection.ts";
import type { Patch } from "../../core/record/patch.ts";

/** Which step of an operation a call is: of the writes of a connection it is said which one. */
export function stepOf(kind: string, call: string, args: readonly unknown[]): string {
  const isWrite = call === "connections.update" || call === "connections.write";
  return `${kind} · ${isWrite ? `${call} (${writeOf(args[1] as Patch<Connection>)})` : call}`;
}

function writeOf({ set, remove }: Patch<Connection>): string {
  if (remove?.includes("operation")) return "settle";
  const { operation } = set ?? {};
  if (!operation) return "bookkeeping";
  if (operation.id !== operation.originalId) return "take over";
  return { taken: "take", committed: "commit", promote: "promote" }[operation.phase];
}
