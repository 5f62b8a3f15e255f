import type { Caller } from "../../core/caller/caller.ts";
import { plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { newConnection } from "../../core/connection/new-connection.ts";
import { type IdempotentRequest, idempotentRequest } from "../../core/key/idempotency.ts";
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
  const nextActionAt = plus(ports.clock.now(), 60_000);
  return insert(ports, {
    ...seed,
    connection: { ...seed.connection, current, retiring, nextActionAt },
    given: key,
  });
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

async function insert(ports: CloudPorts, seed: Seed): Promise<Seed> {
  await Promise.all([ports.services.insert(seed.service), ports.connections.insert(seed.connection)]);
  return seed;
}

async function newKey(ports: CloudPorts, connection: Connection) {
  const issued = await ports.accessKeys.create(connection, plus(ports.clock.now(), 15_000));
  const { accessKeyId, createdAt } = issued;
  const key: GivenKey = { accessKeyId, secretAccessKey: reveal(issued.secretAccessKey) };
  return { key, current: { accessKeyId, createdAt, state: "active" as const } };
}
