import { DAY_MS } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { planKeys } from "../../core/key/plan-keys.ts";
import { policyInForce } from "../../core/policy/policy-in-force.ts";
import type { Service } from "../../core/service/service.ts";
import { anAdmin } from "../../core/testing/memory-ports.ts";
import { linkFaults } from "../faults/link-invariants.ts";
import { eventViolations } from "./event-invariants.ts";
import { givenKeyViolations } from "./given-key-invariants.ts";
import { secretViolations } from "./secret-invariants.ts";
import type { World } from "./world.ts";

/** What docs/invariants.md promises and this history broke. */
export async function violationsOf(world: World): Promise<string[]> {
  const connections = await world.connections();
  return [
    ...world.watch.violations,
    ...iamViolations(world, connections),
    ...serviceViolations(await world.services(), connections),
    ...linkFaults({ services: await world.services(), pipelines: await world.pipelines(), connections }),
    ...(await restViolations(world, connections)),
    ...(await eventViolations(world)),
    ...(await givenKeyViolations(world, connections)),
    ...idempotencyViolations(world),
    ...errorViolations(world),
    ...(await secretViolations(world)),
  ];
}

/** IAM holds exactly the users of the connections there are, and their recorded keys, and the administrator's. */
function* iamViolations(world: World, connections: Connection[]): Generator<string> {
  const users = new Set(world.iam.users.keys());
  for (const { connectionId, userName, current } of connections) {
    if (!users.delete(userName)) yield `${connectionId} has no user in IAM`;
    const user = world.iam.users.get(userName);
    if (user && !user.policy) yield `${userName} has no policy`;
    const keys = (user?.keys ?? []).filter((key) => !world.iam.adminKeys.has(key.accessKeyId));
    const there = keys.map((key) => `${key.accessKeyId} ${key.active ? "active" : "inactive"}`).join();
    const recorded = current ? `${current.accessKeyId} ${current.state}` : "";
    if (there !== recorded) yield `${connectionId}: IAM holds [${there}], the record says [${recorded}]`;
  }
  for (const userName of users) yield `the user ${userName} belongs to no connection`;
  const working = new Set(world.workingKeys());
  for (const key of world.iam.adminKeys) {
    if (!working.has(key)) yield `the administrator's key ${key} was touched`;
  }
}

/** Services and connections name each other, and the connections show their service's name. */
function* serviceViolations(services: Service[], connections: Connection[]): Generator<string> {
  const named = new Set(services.flatMap((service) => service.connectionIds));
  for (const connection of connections) {
    const service = services.find((one) => one.serviceId === connection.serviceId);
    if (!service?.connectionIds.includes(connection.connectionId)) {
      yield `${connection.connectionId} is not named by its service ${service ? "" : "(which is gone)"}`;
    }
    if (service && service.name !== connection.serviceName) {
      yield `${connection.connectionId} shows "${connection.serviceName}", its service is "${service.name}"`;
    }
    named.delete(connection.connectionId);
  }
  for (const id of named) yield `${id} is named by a service and does not exist`;
  for (const { serviceId, state } of services) if (state !== "ready") yield `${serviceId} is ${state}`;
}

/** Nothing is under way: it only grows old. */
export function isAtRest({ state, operation, retiring, windows }: Connection): boolean {
  return state === "ready" && !operation && !retiring && windows.length === 0;
}

/** Nothing is held, doomed or half-done, and what comes next is what the policy says. */
async function restViolations(world: World, connections: Connection[]): Promise<string[]> {
  const inForce = await policyInForce(world.calm, anAdmin.org);
  return connections.flatMap((connection) => {
    const { connectionId, state, operation, retiring, windows, nextActionAt, policyVersion } = connection;
    const planned = planKeys(connection, inForce, world.scheduler.now());
    const faults = [
      state !== "ready" && `is ${state}`,
      operation && `still holds ${operation.kind} ${operation.id}`,
      retiring && `still has an old key, ${retiring.state}`,
      windows.length > 0 && "still has a window",
      nextActionAt !== planned.nextActionAt && `is due at ${nextActionAt}, not ${planned.nextActionAt}`,
      policyVersion !== undefined && policyVersion < inForce.policyVersion && "is planned by an older policy",
    ];
    return faults.filter((fault) => fault).map((fault) => `${connectionId} ${fault}`);
  });
}

/** Of the answers to one Idempotency-Key only one performed something, and all tell of the same key. */
function* idempotencyViolations(world: World): Generator<string> {
  const answers = world.attempts
    .filter(({ kind, outcome, request }) => kind === "reset" && outcome?.is === "answered" && request.keyHash)
    .map((attempt) => ({
      attempt,
      keyHash: attempt.request.keyHash,
      value: (attempt.outcome as { value: { replayed: boolean; accessKeyId: string } }).value,
    }));
  for (const { attempt, keyHash, value } of answers) {
    const others = answers.filter(
      (other) =>
        other.keyHash === keyHash &&
        other.attempt !== attempt &&
        Math.abs(other.attempt.startedMs - attempt.startedMs) < DAY_MS, // for so long it is remembered
    );
    for (const other of others) {
      if (value.replayed || attempt.unsettled) continue;
      if (!other.value.replayed && !other.attempt.unsettled) {
        yield `${attempt.id} and ${other.attempt.id} were both performed for the same Idempotency-Key`;
      }
      if (other.value.replayed && other.value.accessKeyId !== value.accessKeyId) {
        yield `${other.attempt.id} replayed ${other.value.accessKeyId} for ${attempt.id}'s ${value.accessKeyId}`;
      }
    }
  }
}

/** Whoever is told "no" is told by an error made for it: anything else is a bug, a 500. */
function* errorViolations(world: World): Generator<string> {
  for (const { id, outcome } of world.attempts) {
    if (outcome?.is === "failed" && outcome.error.name !== "CallFailed")
      yield `${id} failed: ${outcome.error.stack}`;
  }
}
