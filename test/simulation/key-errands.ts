import { putAccessKey } from "../../core/key/put-access-key.ts";
import { removeAccessKey } from "../../core/key/remove-access-key.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { restoreAccessKey } from "../../core/key/restore-access-key.ts";
import { retireAccessKey } from "../../core/key/retire-access-key.ts";
import { createCustomerService } from "../../core/service/create-customer-service.ts";
import type { Chooser, Errand, Wish } from "./errands.ts";
import { hashOf, maybeIdempotent } from "./idempotent-errand.ts";
import { somePipelines } from "./pipeline-errands.ts";
import type { Random } from "./random.ts";

const NOBODYS_KEY = "AKIASOMETHINGELSE1";

export function reset({ random }: Chooser, connectionId: string, current: string | null): Wish {
  const reason = random.pick(["other", "other", "scheduled", "lost", "compromised"] as const);
  const mode =
    reason === "compromised" ? undefined : random.pick([undefined, "immediate", "staged"] as const);
  const body = { reason, ...(mode && { mode }), ...expected(random, current) };
  const idempotent = maybeIdempotent(random, ["reset", connectionId], body);
  return {
    kind: "reset",
    target: connectionId,
    request: { compromised: reason === "compromised", ...hashOf(idempotent) },
    send: (ports, caller) => resetAccessKey(ports, caller, connectionId, { ...body, ...idempotent }),
  };
}

/** Which key somebody believes is current. */
function expected(random: Random, current: string | null): { expectedAccessKeyId?: string | null } {
  const belief = random.weighted({ any: 4, current: 4, none: 1, another: 1 });
  const id = { any: undefined, current, none: null, another: NOBODYS_KEY }[belief];
  return id === undefined ? {} : { expectedAccessKeyId: id };
}

export function remove({ random }: Chooser, connectionId: string, current: string | undefined): Wish {
  const confirm = random.chance(0.9) && current ? current : NOBODYS_KEY;
  const send: Errand["send"] = (ports, by) => removeAccessKey(ports, by, connectionId, confirm);
  return { kind: "remove", target: connectionId, request: { confirm }, send };
}

export function retire({ random }: Chooser, connectionId: string): Wish {
  const force = random.chance(0.5);
  const idempotent = maybeIdempotent(random, ["retire", connectionId], { force });
  const send: Errand["send"] = (ports, by) =>
    retireAccessKey(ports, by, connectionId, { force, ...idempotent });
  return { kind: "retire", target: connectionId, request: hashOf(idempotent), send };
}

export function restore({ random }: Chooser, connectionId: string): Wish {
  const idempotent = maybeIdempotent(random, ["restore", connectionId], {});
  const send: Errand["send"] = (ports, by) => restoreAccessKey(ports, by, connectionId, { ...idempotent });
  return { kind: "restore", target: connectionId, request: hashOf(idempotent), send };
}

/** Somebody pastes a key that the customer has just made. */
export function put(chooser: Chooser, connectionId: string, current: string | null): Wish {
  const { random } = chooser;
  const pair = newPair(chooser);
  const reason = random.pick(["other", "scheduled", "compromised"] as const);
  const request = { pair, reason, force: random.chance(0.6), ...expected(random, current) };
  return {
    kind: "put",
    target: connectionId,
    request: { accessKeyId: pair.accessKeyId },
    send: (ports, by) => putAccessKey(ports, by, connectionId, request),
  };
}

/** A data service of the customer's own bucket. */
export function takeIn(chooser: Chooser): Wish {
  const { random, org } = chooser;
  const pair = newPair(chooser);
  const name = `Lake of ${org}`;
  const place = { region: "eu-west-1", bucket: "customers-own", folder: "exports/" };
  const idempotent = maybeIdempotent(random, ["take_in"], { accessKeyId: pair.accessKeyId });
  const pipelineIds = random.chance(0.5) ? somePipelines(random) : [];
  return {
    kind: "take_in",
    target: "",
    request: { accessKeyId: pair.accessKeyId, ...hashOf(idempotent) },
    send: (ports, by) => createCustomerService(ports, by, { name, place, pair, pipelineIds, ...idempotent }),
  };
}

/** AWS knows it everywhere some seconds later. */
function newPair({ world, random, org }: Chooser) {
  const knownFrom = new Date(world.scheduler.nowMs + random.pick([0, 0, 3_000, 12_000])).toISOString();
  const pair = world.pairs.make({ knownFrom, tellsAge: random.chance(0.5) });
  world.iam.owners.set(pair.accessKeyId, org);
  return pair;
}
