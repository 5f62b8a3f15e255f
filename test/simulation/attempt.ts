import type { Connection } from "../../core/connection/connection.ts";
import type { DomainError } from "../../core/errors.ts";

/** How somebody's request ended, as far as he knows. */
export type Outcome =
  | { is: "answered"; value: unknown }
  | { is: "refused"; error: DomainError }
  | { is: "failed"; error: Error }
  /** The connection broke, or nothing came in time. */
  | { is: "unanswered" };

export const requestKinds = [
  ...(["reset", "remove", "retire", "restore", "policy", "put", "take_in", "list"] as const),
  ...(["delete_connection", "delete_service", "rename", "create", "add", "link", "tell", "forget"] as const),
];
export type RequestKind = (typeof requestKinds)[number];

/** What somebody asks for, and of whom. */
export interface Asked {
  kind: RequestKind;
  /** The caller's. */
  org: string;
  /** The record it is about: its id. */
  target: string;
  /** The record is another org's. */
  isForeign: boolean;
  request: {
    compromised?: boolean;
    keyHash?: string;
    confirm?: string;
    name?: string;
    deactivates?: boolean;
    /** Of a customer's pair. */
    accessKeyId?: string;
  };
}

export interface Attempt extends Asked {
  id: string;
  startedMs: number;
  outcome?: Outcome;
  /** When its process was done or dead. */
  endedMs?: number;
  /** The settle of a reset failed and it was answered all the same. */
  unsettled?: boolean;
  /** The keys that worked at the moment of the answer. */
  workingThen: string[];
}

/**
 * Which customer's key somebody was told is taken in, and where: one key may be given to two connections. Whoever adds
 * a data service again is shown it as it is by then: somebody else may have given it another key meanwhile.
 */
export function takenKey(
  attempt: Attempt,
): { connectionId: string; accessKeyId: string | undefined } | undefined {
  const { kind, target, outcome, request } = attempt;
  if (outcome?.is !== "answered") return undefined;
  if (kind === "put") return { connectionId: target, accessKeyId: request.accessKeyId };
  if (kind !== "take_in") return undefined;
  const { connection } = outcome.value as { connection: Pick<Connection, "connectionId" | "current"> };
  return { connectionId: connection.connectionId, accessKeyId: connection.current?.accessKeyId };
}
