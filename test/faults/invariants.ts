import type { Connection } from "../../core/connection/connection.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import { planKeys } from "../../core/key/plan-keys.ts";
import { policyByDefault } from "../../core/policy/policy.ts";
import type { Service } from "../../core/service/service.ts";
import { linkFaults } from "./link-invariants.ts";
import type { Found } from "./state.ts";

/** What of docs/invariants.md does not hold of an org that has come to rest. Empty when all is well. */
export function violations(found: Found): string[] {
  return [
    ...found.services.flatMap(unsettledService),
    ...found.connections.flatMap(unsettledConnection),
    ...found.services.flatMap((service) => misnamed(service, found)),
    ...linkFaults(found),
    ...userFaults(found),
    ...found.connections.flatMap((connection) => keyFaults(connection, found)),
    ...eventFaults(found),
  ];
}

function unsettledService({ serviceId, state, nextActionAt, outbox }: Service): string[] {
  return [
    ...(state === "ready" || state === "deleted" ? [] : [`${serviceId} is still ${state}`]),
    ...(state === "ready" && nextActionAt ? [`${serviceId} is due at ${nextActionAt}`] : []),
    ...(outbox.length > 0 ? [`${serviceId} has undelivered events`] : []),
  ];
}

function unsettledConnection(connection: Connection): string[] {
  const { connectionId, state, nextActionAt, operation, retiring, windows, outbox, current } = connection;
  const faults = [
    state !== "ready" && state !== "deleted" && `is still ${state}`,
    state === "ready" && nextActionAt !== plannedAt(connection) && `is due at ${nextActionAt}`,
    operation && `has an operation: ${operation.kind}, ${operation.phase}`,
    retiring?.state === "doomed" && "has a doomed old key",
    current?.state === "doomed" && "has a doomed key",
    windows.length > 0 && "has an open window",
    outbox.length > 0 && "has undelivered events",
    state === "deleted" && current && "is deleted and has a key",
  ];
  return faults.filter((fault) => fault).map((fault) => `${connectionId} ${fault}`);
}

/** What the policy has for it, long after everything was done. */
function plannedAt(connection: Connection): string | undefined {
  return planKeys(connection, policyByDefault, connection.updatedOn).nextActionAt;
}

/** A service that is there names the connections that are, and nothing that is not even a tombstone. */
function misnamed(service: Service, { connections }: Found): string[] {
  if (service.state !== "ready") return [];
  const named = new Set(service.connectionIds);
  const there = connections.filter((one) => one.serviceId === service.serviceId);
  const left = there.filter((one) => one.state === "ready" && !named.has(one.connectionId));
  const known = new Set(there.map((one) => one.connectionId));
  return [
    ...left.map((one) => `${service.serviceId} does not name ${one.connectionId}`),
    ...[...named]
      .filter((id) => !known.has(id))
      .map((id) => `${service.serviceId} names ${id}, which is not there`),
  ];
}

/** What is still there of the deleted once their tombstones' time has come. */
export function leftovers({ services, connections, users }: Found): string[] {
  const records = [...services, ...connections].filter((record) => record.state !== "ready");
  const ids = new Set(connections.map((one) => one.connectionId));
  const names = new Set(connections.map((one) => one.userName));
  return [
    ...records.map(
      (record) => `${"connectionId" in record ? record.connectionId : record.serviceId} is still there`,
    ),
    ...services
      .flatMap((one) => one.connectionIds)
      .filter((id) => !ids.has(id))
      .map((id) => `${id} is still named`),
    ...users.filter((user) => !names.has(user.userName)).map((user) => `${user.userName} is still there`),
  ];
}

function userFaults({ users, connections }: Found): string[] {
  const live = connections.filter((one) => one.state === "ready").map((one) => one.userName);
  const there = users.map((user) => user.userName);
  return String(there.sort()) === String(live.sort()) ? [] : [`IAM has the users ${there}, not ${live}`];
}

/** IAM holds the record's keys and no others, in the states the record says. */
function keyFaults({ userName, current, retiring }: Connection, { users }: Found): string[] {
  const status = { active: "Active", inactive: "Inactive", doomed: "none", leaving: "none" };
  const recorded = [current, retiring].filter((key) => key !== undefined);
  const wanted = recorded.map((key) => `${key.accessKeyId} ${status[key.state]}`).sort();
  const keys = users.find((user) => user.userName === userName)?.keys ?? [];
  const there = keys.map((key) => `${key.AccessKeyId} ${key.Status}`).sort();
  return String(there) === String(wanted) ? [] : [`IAM has the keys [${there}], the record [${wanted}]`];
}

const ofServices = new Set(["ServiceCreated", "ServiceChanged", "ServiceDeleted"]);

/** Journal and bus tell of every change of every record: 1 to n, each once in the one and once or more on the other. */
function eventFaults({ services, connections, journal, bus }: Found): string[] {
  const records = [
    ...services.map((one) => ({ id: one.serviceId, sequence: one.sequence })),
    ...connections.map((one) => ({ id: one.connectionId, sequence: one.sequence })),
  ];
  const faults = records.flatMap(({ id, sequence }) => {
    const told = journal.filter((event) => recordOf(event) === id).map((event) => event.metadata.sequence);
    const wanted = Array.from({ length: sequence }, (_, n) => n + 1);
    return String(told.sort((a, b) => a - b)) === String(wanted)
      ? []
      : [`${id}: journal has ${told}, not ${wanted}`];
  });
  const ids = (events: KeyturnEvent[]) => [...new Set(events.map((event) => event.metadata.eventId))].sort();
  const agree = String(ids(journal)) === String(ids(bus));
  const once = ids(journal).length === journal.length;
  const known = new Set(records.map((record) => record.id));
  return [
    ...faults,
    ...(agree ? [] : ["the journal and the bus tell of different events"]),
    ...(once ? [] : ["the journal tells of an event twice"]),
    ...journal.filter((event) => !known.has(recordOf(event))).map((event) => `${event.type} is of no record`),
  ];
}

function recordOf({ type, data }: KeyturnEvent): string {
  if ("connectionId" in data && !ofServices.has(type)) return data.connectionId;
  return "serviceId" in data ? data.serviceId : "POLICY";
}

/** The events that say that this key stopped working, unless a later one says that it works again. */
export function endOf(accessKeyId: string, { journal }: Found): string[] {
  const isRestored = journal.some(
    (event) => event.type === "KeyRestored" && event.data.accessKeyId === accessKeyId,
  );
  return journal
    .filter(({ type, data }) => {
      if (type === "KeyRotated") return data.mode === "immediate" && data.previousAccessKeyId === accessKeyId;
      if (type === "KeyRetired") return !isRestored && data.accessKeyId === accessKeyId;
      return (type === "KeyRemoved" || type === "KeyDisabled") && data.accessKeyId === accessKeyId;
    })
    .map((event) => event.type);
}
