import type { Actor } from "../caller/caller.ts";
import { type Connection, touched } from "../connection/connection.ts";
import { announce } from "../journal/announce.ts";
import type { EventDraft } from "../journal/event.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { rulesFor } from "../policy/rules-for.ts";
import type { KeyPorts } from "../ports.ts";
import { absent, anyOf, atMost, equals, type Patch, PatchRefused } from "../record/patch.ts";
import type { Findings } from "./audit-keys.ts";
import type { Held } from "./held.ts";
import { type KeyState, lastOf, planPatch, remembered, retiredDrafts, unmanagedDrafts } from "./key-state.ts";
import { writesEndAt } from "./operation.ts";
import { type PlannedKeys, planKeys } from "./plan-keys.ts";
import { writeOwn } from "./write-own.ts";

/** How an operation ends: the keys as they now are, and what there is to tell. */
export interface Ending {
  state: KeyState;
  findings: Findings;
  drafts?: EventDraft[];
  /** What there is to tell of the keys as they are planned: by the policy that is in force when this is written. */
  tellsOf?: (planned: Pick<KeyState, "current" | "retiring">) => EventDraft[];
  by: Actor;
  /** The policy the keys are planned by, where it was read already. */
  inForce?: PolicyInForce;
  /** Whether it is a change users see under `updatedBy`. */
  touches?: boolean;
  /** The key this very operation has made: where it has become current, this write has been made. */
  issuedId?: string;
  /** Requests remembered, when this write is the one that answers. */
  idempotency?: Connection["idempotency"];
  /** What else becomes of the connection: when it ends with its keys, or these are a customer's. */
  also?: Partial<Pick<Connection, "state" | "nextActionAt" | "customer" | "userName">>;
}

const POLICY_CHANGES_MAX = 3;

/**
 * The last write of an operation: it is no longer held, the record says what is true in IAM, and the outbox what
 * happened. Planned by a policy that was changed meanwhile, it is planned again. Throws PatchRefused when the
 * operation is no longer ours, CallFailed when nobody can tell.
 */
export async function endOperation(ports: KeyPorts, held: Held, ending: Ending): Promise<Connection> {
  let { inForce } = ending;
  // A customer's pair that is given again is current already, which tells nothing of this write.
  const issuedId = held.current?.accessKeyId === ending.issuedId ? undefined : ending.issuedId;
  for (let changes = 0; ; changes++) {
    if (isToBePlanned(ending.state)) inForce ??= await policyInForce(ports, held.org);
    const patch = endingPatch(ports, held, ending, inForce);
    const isMine = ({ lastOperationId, current }: Connection) =>
      lastOperationId === held.operation.id || (issuedId !== undefined && current?.accessKeyId === issuedId);
    try {
      return await writeOwn(ports, held, patch, isMine, writesEndAt(held.operation));
    } catch (error) {
      const isNewer =
        inForce && error instanceof PatchRefused && (await hasNewerPolicy(ports, held, inForce));
      if (!isNewer || changes === POLICY_CHANGES_MAX) throw error;
      inForce = undefined;
    }
  }
}

function endingPatch(
  ports: KeyPorts,
  held: Held,
  ending: Ending,
  inForce: PolicyInForce | undefined,
): Patch<Connection> {
  const { operation } = held;
  const { state, findings, by, also } = ending;
  const now = ports.clock.now();
  const planned: PlannedKeys = inForce
    ? planKeys(state, rulesFor(held, inForce), now)
    : { current: state.current, retiring: state.retiring };
  const drafts = [
    ...(ending.drafts ?? []),
    ...(ending.tellsOf?.(planned) ?? []),
    ...retiredDrafts(held, state),
    ...unmanagedDrafts(held, findings),
  ];
  const announced = announce(ports.ids, held, by, now, drafts);
  const plan = planPatch({ ...planned, nextActionAt: also?.nextActionAt ?? planned.nextActionAt });
  return {
    when: [
      equals("operation.id", operation.id),
      equals("operation.phase", operation.phase),
      ...(inForce ? [plannedByNoNewer(inForce)] : []),
    ],
    set: {
      ...plan.set,
      ...remembered(held, findings),
      ...announced.set,
      windows: state.windows,
      recentOperations: lastOf(held.recentOperations, ports.deployment.keyOperationsPerMinute),
      lastOperationId: operation.id,
      ...also,
      ...(ending.touches && touched(by.name, now)),
      ...(ending.idempotency && { idempotency: ending.idempotency }),
    },
    remove: [...plan.remove, "operation"],
    append: announced.append,
  };
}

/** With nothing left there is nothing that a policy could say, and no need to read it. */
function isToBePlanned({ current, retiring, windows }: KeyState): boolean {
  return current !== undefined || retiring !== undefined || windows.length > 0;
}

/** A plan never replaces one that was made by a newer policy. */
export function plannedByNoNewer({ policyVersion }: PolicyInForce) {
  return anyOf(absent("policyVersion"), atMost("policyVersion", policyVersion));
}

async function hasNewerPolicy(
  ports: KeyPorts,
  held: Held,
  { policyVersion }: PolicyInForce,
): Promise<boolean> {
  const record = await ports.connections.find(held);
  const isHeld = record?.operation?.id === held.operation.id;
  return isHeld && (record.policyVersion ?? 0) > policyVersion;
}
