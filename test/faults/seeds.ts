import type { Caller } from "../../core/caller/caller.ts";
import { DAY_MS, plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { newConnection } from "../../core/connection/new-connection.ts";
import { type IdempotentRequest, idempotentRequest } from "../../core/key/idempotency.ts";
import { planKeys } from "../../core/key/plan-keys.ts";
import { policyByDefault } from "../../core/policy/policy.ts";
import { retirementFrom } from "../../core/policy/retirement.ts";
import { reveal } from "../../core/secret.ts";
import type { Service } from "../../core/service/service.ts";
import { anAdmin } from "../../core/testing/memory-ports.ts";
import { aKeyCreated, anOrg, aService } from "../../core/testing/sample-records.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";

/** A pair somebody holds. */
export interface GivenKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** An org of its own, with what the operation needs. */
export interface Seed {
  org: string;
  caller: Caller;
  idempotent: IdempotentRequest;
  service: Service;
  connection: Connection;
  /** The key somebody was given before. */
  given?: GivenKey;
  /** The one before that, which a staged reset has left. */
  old?: GivenKey;
}

/** Nothing but the org. */
export async function emptyOrg(): Promise<Seed> {
  const org = anOrg();
  const service = aService(org);
  return {
    org,
    caller: { ...anAdmin, org },
    idempotent: idempotentRequest(anAdmin.sub, "the same", org),
    service,
    connection: {} as Connection,
  };
}

/** A data service with its connection, made and settled, without a key. */
export async function withoutKey(ports: CloudPorts): Promise<Seed> {
  return insert(ports, await prepare(ports));
}

/** The same, and somebody was given its key. */
export async function withKey(ports: CloudPorts): Promise<Seed> {
  const seed = await prepare(ports);
  const { key, current } = await newKey(ports, seed.connection);
  return insert(ports, { ...seed, connection: { ...seed.connection, current }, given: key });
}

/** The same, and an earlier reset could not delete the key before. */
export async function withDoomedKey(ports: CloudPorts): Promise<Seed> {
  const seed = await prepare(ports);
  const { current: old } = await newKey(ports, seed.connection);
  const { key, current } = await newKey(ports, seed.connection);
  const retiring = { ...old, state: "doomed" as const };
  return insert(ports, { ...seed, connection: { ...seed.connection, current, retiring }, given: key });
}

/** The same in the grace of a staged reset. */
export async function withOldKey(ports: CloudPorts): Promise<Seed> {
  const { seed, old, retiring } = await inStages(ports);
  return insert(ports, { ...seed, old, connection: { ...seed.connection, retiring } });
}

/** The same once the old key has been retired. */
export async function withRetiredKey(ports: CloudPorts): Promise<Seed> {
  const { seed, retiring } = await inStages(ports);
  const now = ports.clock.now();
  await ports.accessKeys.deactivate(seed.connection, retiring.accessKeyId, plus(now, 15_000));
  const retired = { ...retiring, state: "inactive" as const, deleteAt: plus(now, 3 * DAY_MS) };
  return insert(ports, { ...seed, connection: { ...seed.connection, retiring: retired } });
}

async function inStages(ports: CloudPorts) {
  const seed = await prepare(ports);
  const { key: old, current: before } = await newKey(ports, seed.connection);
  const { key, current } = await newKey(ports, seed.connection);
  const granted = retirementFrom(ports.clock.now(), before, policyByDefault);
  const retiring = { ...before, ...granted };
  return { seed: { ...seed, connection: { ...seed.connection, current }, given: key }, old, retiring };
}

/** A key's holder, and an event that nobody was told yet. */
export async function withEvent(ports: CloudPorts): Promise<Seed> {
  const seed = await withKey(ports);
  const outbox = [aKeyCreated(seed.connection, 1)];
  await ports.connections.update(seed.connection, { when: [], append: { outbox } });
  return seed;
}

/** The user is there, the records are not yet. */
async function prepare(ports: CloudPorts): Promise<Seed> {
  const seed = await emptyOrg();
  const now = ports.clock.now();
  const [bucket] = ports.deployment.buckets as [CloudPorts["deployment"]["buckets"][number]];
  const connectionId = seed.service.serviceId.replace("svc_", "con_");
  const made = newConnection(seed.service, connectionId, bucket, seed.caller, now);
  const { nextActionAt: _, ...connection } = { ...made, state: "ready" as const };
  await ports.provisioning.createUser(connection);
  return { ...seed, service: { ...seed.service, connectionIds: [connectionId] }, connection };
}

/** The record is planned, as whoever made it would have. */
async function insert(ports: CloudPorts, seed: Seed): Promise<Seed> {
  const { current, retiring, nextActionAt } = planKeys(seed.connection, policyByDefault, ports.clock.now());
  const planned = {
    ...seed.connection,
    ...(current && { current }),
    ...(retiring && { retiring }),
    ...(nextActionAt && { nextActionAt }),
  };
  await Promise.all([ports.services.insert(seed.service), ports.connections.insert(planned)]);
  return { ...seed, connection: planned };
}

async function newKey(ports: CloudPorts, connection: Connection) {
  const issued = await ports.accessKeys.create(connection, plus(ports.clock.now(), 15_000));
  const { accessKeyId, createdAt } = issued;
  const key: GivenKey = { accessKeyId, secretAccessKey: reveal(issued.secretAccessKey) };
  return { key, current: { accessKeyId, createdAt, state: "active" as const } };
}
