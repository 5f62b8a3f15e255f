import type { Connection } from "../../core/connection/connection.ts";
import { planKeys } from "../../core/key/plan-keys.ts";
import type { PolicyInForce } from "../../core/policy/policy.ts";
import { policyInForce } from "../../core/policy/policy-in-force.ts";
import { rulesFor } from "../../core/policy/rules-for.ts";
import type { Service } from "../../core/service/service.ts";
import { linkFaults } from "../faults/link-invariants.ts";
import { errorViolations, idempotencyViolations } from "./answer-invariants.ts";
import { driftViolations } from "./drift-invariants.ts";
import { eventViolations } from "./event-invariants.ts";
import { givenKeyViolations } from "./given-key-invariants.ts";
import { pairViolations } from "./pair-invariants.ts";
import { secretViolations } from "./secret-invariants.ts";
import { tenancyViolations } from "./tenancy-invariants.ts";
import type { World } from "./world.ts";

/** What docs/invariants.md promises and this history broke. */
export async function violationsOf(world: World): Promise<string[]> {
  const connections = await world.connections();
  return [
    ...world.watch.violations,
    ...iamViolations(world, connections),
    ...serviceViolations(await world.services(), connections),
    ...(await linkViolations(world)),
    ...(await restViolations(world, connections)),
    ...(await eventViolations(world)),
    ...(await givenKeyViolations(world, connections)),
    ...(await pairViolations(world, connections)),
    ...driftViolations(world, await world.journal(), connections),
    ...(await tenancyViolations(world)),
    ...idempotencyViolations(world),
    ...errorViolations(world),
    ...(await secretViolations(world)),
  ];
}

/** IAM holds exactly the users of the connections there are, and their recorded keys, and the administrator's. */
function* iamViolations(world: World, connections: Connection[]): Generator<string> {
  const users = new Set(world.iam.users.keys());
  for (const { connectionId, userName, current, customer } of connections) {
    if (customer) continue;
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

/** An org's pipelines and services are linked with each other alone. */
async function linkViolations(world: World): Promise<string[]> {
  const faults = world.orgs.map(async (org) => {
    const [services, pipelines] = [await world.services(org), await world.pipelines(org)];
    return linkFaults({ services, pipelines, connections: await world.connections(org) });
  });
  return (await Promise.all(faults)).flat();
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

/** Nothing is under way: it only grows old. A customer's old key is remembered for as long as the customer likes. */
export function isAtRest({ state, operation, retiring, windows }: Connection): boolean {
  return state === "ready" && !operation && !isUnderWay(retiring) && windows.length === 0;
}

function isUnderWay(retiring: Connection["retiring"]): boolean {
  return retiring !== undefined && !(retiring.state === "leaving" && retiring.deactivatedAt);
}

/** Nothing is held, doomed or half-done, and what comes next is what the policy says. */
async function restViolations(world: World, connections: Connection[]): Promise<string[]> {
  const policies = new Map(
    await Promise.all(world.orgs.map(async (org) => [org, await policyInForce(world.calm, org)] as const)),
  );
  return connections.flatMap((connection) => {
    const inForce = rulesFor(connection, policies.get(connection.org) as PolicyInForce);
    const { connectionId, state, operation, retiring, windows, nextActionAt, policyVersion } = connection;
    // One without a key has no plan: a sweep that slept may note an older policy there, and the first key reads the newest.
    const isOlder =
      connection.current && policyVersion !== undefined && policyVersion < inForce.policyVersion;
    const planned = planKeys(connection, inForce, world.scheduler.now());
    const faults = [
      state !== "ready" && `is ${state}`,
      operation && `still holds ${operation.kind} ${operation.id}`,
      isUnderWay(retiring) && `still has an old key, ${retiring?.state}`,
      windows.length > 0 && "still has a window",
      nextActionAt !== planned.nextActionAt && `is due at ${nextActionAt}, not ${planned.nextActionAt}`,
      isOlder && "is planned by an older policy",
    ];
    return faults.filter((fault) => fault).map((fault) => `${connectionId} ${fault}`);
  });
}
