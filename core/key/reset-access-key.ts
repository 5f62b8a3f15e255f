import type { Caller } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { invalid } from "../errors.ts";
import type { Policy } from "../policy/policy.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import type { ResetMode } from "../policy/reset-rules.ts";
import type { KeyPorts } from "../ports.ts";
import type { Secret } from "../secret.ts";
import type { CurrentKey } from "./access-key.ts";
import type { IssuedKey } from "./access-keys.ts";
import { issueKey } from "./issue-key.ts";
import { deleteKeyPersistently } from "./key-calls.ts";
import { callsEndAt } from "./operation.ts";
import type { ResetRequest, ResetRun } from "./reset-run.ts";
import { commitCreation, commitReset, commitStagedReset, settleReset } from "./reset-writes.ts";
import { takeOperation } from "./take-operation.ts";

export interface IssuedAccessKey {
  replayed: false;
  connection: Connection;
  accessKeyId: string;
  secretAccessKey: Secret;
  /** Whether there was no key before. */
  created: boolean;
  /** Whether IAM has confirmed that the key before no longer works; undefined when there was none. */
  previousKeyStopped?: boolean;
}

export interface ReplayedAccessKey {
  replayed: true;
  connection: Connection;
  accessKeyId: string;
  created: boolean;
}

/**
 * Creates the connection's access key, or replaces it. In this order, so that wherever it stops the record says how
 * to go on, and nothing is destroyed before its successor exists:
 *
 * 1. take the operation — dies here: recovered after a minute, nothing has changed. An immediate reset dooms the old
 *    key of a staged one that is under way
 *    (an adopted user's keys are looked at then, and spared: spareKeys)
 * 2. a leaked key is deactivated first; a doomed one makes room — dies here: recovery does the same again
 * 3. CreateAccessKey — dies here: the new key is in a window, recovery deletes it; the old one works
 * 4. commit: the new key is current, the old one doomed, the event is in the outbox — dies here: recovery
 *    deletes the old key; the caller never saw the new secret and resets again
 * 5. delete the old key, until IAM confirms it or time is up
 * 6. settle, and remember the request — dies here: recovery settles
 *
 * A creation, and a staged reset, end with 4: the old key of a staged one lives on, and the agenda has it. A key that
 * does not work any more is replaced at once whatever was asked.
 *
 * Throws DomainError: invalid_request (a grace beyond the policy's), not_found, customer_managed, service_not_ready,
 * key_changed, operation_in_progress, rotation_in_progress, idempotency_key_reused, unmanaged_key_present, user_missing,
 * too_many_operations, too_many_idempotency_keys, busy, unavailable; CallFailed.
 */
export async function resetAccessKey(
  ports: KeyPorts,
  caller: Caller,
  connectionId: string,
  request: ResetRequest,
): Promise<IssuedAccessKey | ReplayedAccessKey> {
  const inForce = await policyInForce(ports, caller.org);
  const staged = modeOf(request, inForce.policy) === "staged";
  const taken = await takeOperation(ports, {
    ref: { org: caller.org, connectionId },
    kind: "issue",
    by: caller,
    compromised: request.reason === "compromised",
    staged,
    ...(request.expectedAccessKeyId !== undefined && { expectedAccessKeyId: request.expectedAccessKeyId }),
    ...(request.idempotent && { idempotent: request.idempotent }),
  });
  if ("replay" in taken) {
    const { accessKeyId, created } = taken.replay;
    return { replayed: true, connection: taken.connection, accessKeyId, created };
  }
  const findings = { deletedIds: [], unmanaged: [] };
  const run: ResetRun = { held: taken, request, caller, inForce, findings, contained: false, cleared: false };
  return staged && taken.current?.state === "active"
    ? replaceInStages(ports, run)
    : replaceAtOnce(ports, run);
}

async function replaceAtOnce(ports: KeyPorts, run: ResetRun): Promise<IssuedAccessKey> {
  const issued = await issueKey(ports, run);
  const { held } = run;
  const answer = answerOf(issued);
  const previous = held.current;
  if (!previous) {
    return { ...answer, connection: await commitCreation(ports, run, issued), created: true };
  }
  const committed = await commitReset(ports, run, issued, previous);
  const previousKeyStopped = await deleteKeyPersistently(ports, held, previous, callsEndAt(held.operation));
  const connection = await settleReset(ports, run, committed, issued, previousKeyStopped);
  return { ...answer, connection, created: false, previousKeyStopped };
}

async function replaceInStages(ports: KeyPorts, run: ResetRun): Promise<IssuedAccessKey> {
  const issued = await issueKey(ports, run);
  const previous = run.held.current as CurrentKey;
  const connection = await commitStagedReset(ports, run, issued, previous);
  return { ...answerOf(issued), connection, created: false, previousKeyStopped: false };
}

function answerOf({ accessKeyId, secretAccessKey }: IssuedKey) {
  return { replayed: false as const, accessKeyId, secretAccessKey };
}

/** A leaked key is never left for a while. Throws invalid_request for a grace that the policy does not grant. */
export function modeOf({ mode, reason, graceHours }: ResetRequest, { reset }: Policy): ResetMode {
  const chosen = mode ?? (reason === "compromised" ? "immediate" : reset.defaultMode);
  if (graceHours === undefined) return chosen;
  if (chosen === "immediate") throw invalid("graceHours", "only a staged reset has a grace");
  if (graceHours > reset.graceHoursMax) {
    throw invalid("graceHours", `the policy grants at most ${reset.graceHoursMax} hours`);
  }
  return chosen;
}
