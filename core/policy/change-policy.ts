import { isDeepStrictEqual } from "node:util";
import type { Caller } from "../caller/caller.ts";
import { type Instant, plus, SECOND_MS } from "../clock.ts";
import { OUTBOX_EVENTS_MAX, touched } from "../connection/connection.ts";
import { busy, contended, DomainError } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import type { EventDraft } from "../journal/event.ts";
import { isInterruption } from "../key/or-unavailable.ts";
import type { RecordPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import { type Policy, type PolicyInForce, type PolicyRecord, policyByDefault } from "./policy.ts";
import { takesKeysAway } from "./policy-in-force.ts";
import type { Preset } from "./preset.ts";
import { replanOrg } from "./replan-org.ts";

/** Re-planning goes on in the request for so long; what is left then is the sweep's. */
const REPLANS_FOR_MS = 8 * SECOND_MS;
const ATTEMPTS_MAX = 5;

/**
 * Gives the org other rules, and plans its connections by them.
 *
 * 1. the policy's record, with `PolicyChanged` in its outbox, on the agenda — dies here: the sweep goes on with 2
 * 2. every connection of the org is planned anew (replanOrg) — dies here: the sweep goes on where it stopped
 *
 * The same rules again change nothing. `fixed` names rules of the deployment that were sent along. Throws DomainError: policy_locked, busy, unavailable; CallFailed.
 */
export async function changePolicy(
  ports: RecordPorts,
  caller: Caller,
  policy: Policy,
  fixed: readonly string[] = [],
): Promise<Policy> {
  assertUnlocked(ports.deployment.preset, policy, fixed);
  const record = await write(ports, caller, policy);
  try {
    if (record) await replanOrg(ports, record, plus(ports.clock.now(), REPLANS_FOR_MS));
  } catch (error) {
    if (!isInterruption(error)) throw error; // the policy is changed all the same, and the sweep goes on
  }
  return policy;
}

function assertUnlocked(preset: Preset, policy: Policy, fixed: readonly string[]): void {
  const paths = [...fixed, ...(takesKeysAway(policy, preset) ? ["rotation.enforcement"] : [])];
  if (paths.length > 0) throw policyLocked(paths);
}

/** 403: rules that whoever deployed Keyturn has made for every org. */
function policyLocked(paths: readonly string[]): DomainError {
  return new DomainError(
    "policy_locked",
    `Fixed for all orgs here, and not to be changed: ${paths.join(", ")}.`,
    {
      errors: paths.map((path) => ({ path, message: "fixed for all orgs" })),
    },
  );
}

/** Undefined when the policy is that already. */
async function write(ports: RecordPorts, caller: Caller, policy: Policy): Promise<PolicyRecord | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const found = await ports.policies.find(caller);
    if (isDeepStrictEqual((found ?? policyByDefault).policy, policy)) return undefined;
    const written = found ? await update(ports, caller, found, policy) : await insert(ports, caller, policy);
    if (written) return written;
  }
  throw contended();
}

async function insert(ports: RecordPorts, caller: Caller, policy: Policy): Promise<PolicyRecord | undefined> {
  const now = ports.clock.now();
  const changed = next(policyByDefault, caller, policy, now);
  const { set, append } = announce(ports.ids, { sequence: 0 }, caller, now, [policyChanged(changed)]);
  const record = { org: caller.org, ...changed, ...set, outbox: append.outbox, version: 1 };
  return (await ports.policies.insert(record)) ? record : undefined;
}

async function update(
  ports: RecordPorts,
  caller: Caller,
  found: PolicyRecord,
  policy: Policy,
): Promise<PolicyRecord | undefined> {
  if (found.outbox.length >= OUTBOX_EVENTS_MAX) throw busy("policy");
  const now = ports.clock.now();
  const changed = next(found, caller, policy, now);
  const { set, append } = announce(ports.ids, found, caller, now, [policyChanged(changed)]);
  try {
    return await ports.policies.update(found, {
      when: [equals("policyVersion", found.policyVersion), equals("sequence", found.sequence)],
      set: { ...changed, ...set },
      append,
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
    return undefined; // changed meanwhile, by somebody else or by this very write whose reply was lost
  }
}

function next(before: PolicyInForce, caller: Caller, policy: Policy, now: Instant) {
  const isSameRotation = isDeepStrictEqual(before.policy.rotation, policy.rotation);
  return {
    policy,
    policyVersion: before.policyVersion + 1,
    rotationSince: (isSameRotation && before.rotationSince) || now,
    replanning: {},
    nextActionAt: now,
    ...touched(caller.name, now),
  };
}

function policyChanged({ policy, policyVersion }: { policy: Policy; policyVersion: number }): EventDraft {
  const { deactivateAfterDays = null, ...rotation } = policy.rotation;
  return {
    type: "PolicyChanged",
    data: {
      policyVersion,
      contactCount: policy.contacts.length,
      rotation: { ...rotation, deactivateAfterDays },
      reset: policy.reset,
    },
  };
}
