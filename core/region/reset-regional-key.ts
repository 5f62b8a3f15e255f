import type { Caller } from "../caller/caller.ts";
import { type Instant, msBetween, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { regionNotEnabled } from "../connection/new-connection.ts";
import { unavailableUntil } from "../errors.ts";
import { isAnswered } from "../key/idempotency.ts";
import { keyChanged } from "../key/refusals.ts";
import {
  type IssuedAccessKey,
  modeOf,
  type ReplayedAccessKey,
  resetAccessKey,
} from "../key/reset-access-key.ts";
import type { ResetRequest } from "../key/reset-run.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import type { RegionalPorts } from "../ports.ts";
import { provisionRegion } from "./provision-region.ts";
import { regionalIdsOf } from "./region.ts";

/**
 * A function has 20 s, and a key operation takes up to 17 of them. One that began later could be killed with a secret in
 * its hands.
 */
const PROVISIONED_WITHIN_MS = 3 * SECOND_MS;

/**
 * Creates the org's key in a region, or replaces it, as resetAccessKey does that of any connection:
 *
 * 1. where nobody has asked before, the folder and its user are made (provisionRegion) — dies here, or in between: what
 *    is half-made is finished by the same request or by the sweep; the region has no key
 * 2. the key is created or reset (resetAccessKey) — dies here: as it says
 *
 * A region that is not enabled gets no first key; one that is there can be reset. Throws DomainError:
 * region_not_enabled, what provisionRegion and resetAccessKey throw; CallFailed.
 */
export async function resetRegionalKey(
  ports: RegionalPorts,
  caller: Caller,
  region: string,
  request: ResetRequest,
): Promise<IssuedAccessKey | ReplayedAccessKey> {
  const began = ports.clock.now();
  const { connectionId } = regionalIdsOf(caller.org, region);
  const connection = await ports.connections.find({ org: caller.org, connectionId });
  if (!isEnabled(ports, region)) {
    const about = aboutKeyOf(ports, connection, region, request);
    return resetAccessKey(ports, caller, connectionId, { ...about, ...request });
  }
  if (connection?.state !== "ready") {
    await assertFirst(ports, caller, request);
    await provisionRegion(ports, caller, region);
    assertInTime(began, ports.clock.now());
  }
  return resetAccessKey(ports, caller, connectionId, request);
}

function isEnabled({ deployment }: RegionalPorts, region: string): boolean {
  return deployment.regions.some((one) => one.region === region && one.enabled);
}

/** What resetAccessKey would refuse leaves nothing behind, not even a region without a key. */
async function assertFirst(ports: RegionalPorts, { org }: Caller, request: ResetRequest): Promise<void> {
  if (typeof request.expectedAccessKeyId === "string") throw keyChanged({ current: undefined });
  modeOf(request, (await policyInForce(ports, org)).policy); // throws
}

/**
 * The key as it was seen: one that is removed meanwhile has no successor, nor for a caller who expects none. Throws
 * region_not_enabled where there is none; key_changed; idempotency_key_reused.
 */
function aboutKeyOf(
  { clock }: RegionalPorts,
  connection: Connection | undefined,
  region: string,
  { expectedAccessKeyId, idempotent }: ResetRequest,
): Pick<ResetRequest, "expectedAccessKeyId"> {
  const current = connection?.state === "ready" ? connection.current : undefined;
  if (!connection || !current || current.state === "doomed") throw regionNotEnabled(region);
  const isAnother =
    expectedAccessKeyId === null && !isAnswered(connection.idempotency, idempotent, clock.now());
  if (isAnother) throw keyChanged(connection);
  return { expectedAccessKeyId: current.accessKeyId };
}

/** What is made by now is found by the same request, which then has its time for the key. */
function assertInTime(began: Instant, now: Instant): void {
  if (msBetween(began, now) > PROVISIONED_WITHIN_MS) throw unavailableUntil(now, now);
}
