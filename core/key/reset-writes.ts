import { type Connection, touched } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { announce } from "../journal/announce.ts";
import { retirementFrom } from "../policy/retirement.ts";
import type { KeyPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import type { CurrentKey, LivingKey, RetiringKey } from "./access-key.ts";
import type { IssuedKey } from "./access-keys.ts";
import { nothingFound } from "./audit-keys.ts";
import { endOperation } from "./end-operation.ts";
import { keyDisabled } from "./events.ts";
import { type Held, notDoomed } from "./held.ts";
import { remembered, retiredDrafts, unmanagedDrafts } from "./key-state.ts";
import { writesEndAt } from "./operation.ts";
import { isInterruption, orUnavailable } from "./or-unavailable.ts";
import { answeredRequests, currentKey, type ResetRun, rotated } from "./reset-run.ts";
import { writeOwn } from "./write-own.ts";

/** No key was made: the operation ends, and a leaked key stays disabled. */
export async function releaseReset(ports: KeyPorts, run: ResetRun): Promise<void> {
  const { held, findings } = run;
  const disabled = run.contained ? held.current : undefined;
  await endOperation(ports, held, {
    state: {
      current: disabled ? { ...disabled, state: "inactive" } : held.current,
      retiring: run.cleared ? notDoomed(held) : held.retiring,
      windows: held.windows,
    },
    findings,
    // One that was disabled before has been told of.
    drafts: disabled?.state === "active" ? [keyDisabled(held, disabled.accessKeyId, "compromised")] : [],
    by: run.caller,
    inForce: run.inForce,
    touches: disabled !== undefined,
  });
}

/** A first key: it becomes current and the operation ends, in one write with the event that says so. */
export async function commitCreation(ports: KeyPorts, run: ResetRun, issued: IssuedKey): Promise<Connection> {
  const { held, findings } = run;
  return orUnavailable(ports.clock, held, () =>
    endOperation(ports, held, {
      state: { current: currentKey(issued), retiring: notDoomed(held), windows: held.windows },
      findings,
      drafts: [{ type: "KeyCreated", data: { ...factsOf(held), accessKeyId: issued.accessKeyId } }],
      by: run.caller,
      inForce: run.inForce,
      touches: true,
      issuedId: issued.accessKeyId,
      idempotency: answeredRequests(run, issued, ports.clock.now()),
    }),
  );
}

/** The new key becomes current and the previous one doomed, in one write with the event that says so. */
export async function commitReset(
  ports: KeyPorts,
  run: ResetRun,
  issued: IssuedKey,
  previous: CurrentKey,
): Promise<Held> {
  const { held, caller, findings } = run;
  const now = ports.clock.now();
  const operation = { ...held.operation, phase: "committed" as const };
  const retiring: RetiringKey = {
    ...{ accessKeyId: previous.accessKeyId, createdAt: previous.createdAt, state: "doomed" },
  };
  const drafts = [
    rotated(run, issued, previous, "immediate", now),
    ...retiredDrafts(held, { current: currentKey(issued), retiring }),
    ...unmanagedDrafts(held, findings),
  ];
  const announced = announce(ports.ids, held, caller, now, drafts);
  const patch = {
    when: [equals("operation.id", operation.id), equals("operation.phase", "taken")],
    set: {
      current: currentKey(issued),
      retiring,
      operation,
      ...remembered(held, findings),
      ...announced.set,
      ...touched(caller.name, now),
    },
    append: announced.append,
  };
  const isMine = (record: Connection) => record.current?.accessKeyId === issued.accessKeyId;
  const committed = await orUnavailable(ports.clock, held, () =>
    writeOwn(ports, held, patch, isMine, writesEndAt(operation)),
  );
  return { ...committed, operation };
}

/**
 * A staged reset ends with its commit: the new key becomes current and the previous one lives on for a while, in one
 * write with the event that says until when.
 */
export async function commitStagedReset(
  ports: KeyPorts,
  run: ResetRun,
  issued: IssuedKey,
  previous: CurrentKey,
): Promise<Connection> {
  const { held, request, inForce } = run;
  const { accessKeyId, createdAt, lookUp, adoptedAt } = previous;
  const now = ports.clock.now();
  const granted = retirementFrom(now, previous, inForce, request.graceHours);
  const retiring: LivingKey = {
    accessKeyId,
    createdAt,
    ...(lookUp && { lookUp }),
    ...(adoptedAt && { adoptedAt }),
    state: "active",
    ...granted,
  };
  return orUnavailable(ports.clock, held, () =>
    endOperation(ports, held, {
      state: { current: currentKey(issued), retiring, windows: held.windows },
      findings: run.findings,
      tellsOf: (planned) => [
        rotated(run, issued, previous, "staged", planned.retiring?.retireAt ?? granted.retireAt),
      ],
      issuedId: issued.accessKeyId,
      by: run.caller,
      inForce,
      touches: true,
      idempotency: answeredRequests(run, issued, now),
    }),
  );
}

/** From here on the new secret exists and is delivered, whatever becomes of this write. */
export async function settleReset(
  ports: KeyPorts,
  run: ResetRun,
  committed: Held,
  issued: IssuedKey,
  stopped: boolean,
): Promise<Connection> {
  const { current, retiring, windows, connectionId, operation } = committed;
  try {
    return await endOperation(ports, committed, {
      state: { current, retiring: stopped ? undefined : retiring, windows },
      findings: { ...nothingFound, deletedIds: stopped && retiring ? [retiring.accessKeyId] : [] },
      by: run.caller,
      inForce: run.inForce,
      idempotency: answeredRequests(run, issued, ports.clock.now()),
    });
  } catch (error) {
    if (!isInterruption(error)) throw error;
    const facts = { connectionId, operationId: operation.id };
    ports.log.warn("a reset was answered unsettled; recovery settles it", facts);
    return committed;
  }
}
