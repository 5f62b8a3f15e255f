import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import type { EventDraft } from "../journal/event.ts";
import type { LivingKey, LookUp } from "../key/access-key.ts";
import { lookUpUse } from "../key/key-use.ts";
import { planKeys } from "../key/plan-keys.ts";
import { retireByItself } from "../key/retire-access-key.ts";
import { writePlan } from "../key/write-plan.ts";
import type { PolicyInForce } from "../policy/policy.ts";
import { isQuiet, lookAgainAt } from "../policy/retirement.ts";
import type { KeyPorts } from "../ports.ts";

/**
 * The old key of a staged reset is to be retired. One that was used lately is held, and so is one of which IAM does
 * not tell: its users are told, and it is looked at again in a day, until the hard stop. A hold takes no operation.
 * Throws what a take throws; CallFailed, PatchRefused.
 */
export async function retireIfQuiet(
  ports: KeyPorts,
  connection: Connection,
  inForce: PolicyInForce,
): Promise<void> {
  const { retiring } = connection;
  if (retiring?.state !== "active") return;
  const lookUp = await lookUpUse(ports, connection, retiring);
  const isInUse = !lookUp || !isQuiet(lookUp.use, inForce.policy, ports.clock.now());
  if (isInUse) return hold(ports, connection, { ...retiring, ...(lookUp && { lookUp }) }, lookUp, inForce);
  return retireByItself(ports, connection);
}

async function hold(
  ports: KeyPorts,
  connection: Connection,
  retiring: LivingKey,
  lookUp: LookUp | undefined,
  inForce: PolicyInForce,
): Promise<void> {
  const now = ports.clock.now();
  const { hardStopAt, heldSince = now } = retiring;
  const postponed: LivingKey = { ...retiring, heldSince, retireAt: lookAgainAt(now, hardStopAt) };
  const planned = planKeys({ ...connection, retiring: postponed }, inForce, now);
  await writePlan(ports, connection, planned, [retirementHeld(connection, postponed, lookUp)]);
}

function retirementHeld(
  connection: Connection,
  { accessKeyId, retireAt, hardStopAt }: LivingKey,
  lookUp: LookUp | undefined,
): EventDraft {
  const { current, dependents } = connection;
  const data = {
    ...factsOf(connection),
    accessKeyId,
    currentAccessKeyId: current?.accessKeyId ?? null,
    lastUsed: lookUp?.use ?? null,
    ...{ lookAgainAt: retireAt, hardStopAt, dependents },
  };
  return { type: "KeyRetirementHeld", data };
}
