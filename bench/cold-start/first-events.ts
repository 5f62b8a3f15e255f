import { shardOf } from "../../core/ids.ts";
import type { ItemKey } from "../../core/journal/outboxes.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { anEventOf, aPipeline } from "../../core/testing/sample-notices.ts";
import { connectionKey } from "../../functions/adapters/item-keys.ts";
import { type Route, routes } from "../../functions/routes.ts";
import { relayAll } from "../../test/faults/recover.ts";
import { type Seed, withDoomedKey, withEvent, withKey } from "../../test/faults/seeds.ts";
import { type Asked, apiEvent } from "../../test/support/api-event.ts";
import type { CloudPorts } from "../../test/support/cloud-ports.ts";
import { putPipelines } from "../../test/support/dependents.ts";

/**
 * What a Lambda is woken by first, with what must be there for it. Every seed has a key, as a bare Lambda's has, so that
 * the endpoint has had as much to do before either.
 */
export interface FirstEvent {
  seed(ports: CloudPorts): Promise<Seed>;
  event(seed: Seed): unknown;
}

/** By the Lambda's entry point. An event that is usual there, and that makes it use its clients. */
export const firstEvents: Record<string, FirstEvent> = {
  "functions/events/notify-dependents.ts": {
    seed: withDependent,
    event: ({ org, service: { serviceId } }) => {
      const { type, metadata, data } = anEventOf("KeyRotated", { metadata: { org }, data: { serviceId } });
      return { "detail-type": type, detail: { metadata, data } };
    },
  },
  "functions/events/relay-outbox.ts": {
    seed: withEvent,
    event: ({ connection }) => streamEvent(connectionKey(connection)),
  },
  "functions/lambdas/adopt.ts": {
    seed: withKey,
    event: (seed) => {
      const { userName } = seed.connection; // one that is there, and that is looked at
      const row = { serviceName: "Sales data", bucket: "portal-data", folder: "sales/", userName };
      const superAdmin = { ...seed, caller: { ...seed.caller, role: "super_admin" as const } };
      return request(routes.adoptUsers, superAdmin, { body: { dryRun: true, rows: [row] } });
    },
  },
  "functions/lambdas/deprovision.ts": {
    seed: withKey,
    event: (seed) => request(routes.deleteService, seed, { query: { confirm: seed.service.name } }),
  },
  "functions/lambdas/keys.ts": {
    seed: withKey,
    event: (seed) => request(routes.resetAccessKey, seed, { body: { reason: "scheduled" } }),
  },
  "functions/lambdas/open.ts": { seed: withKey, event: (seed) => request(routes.health, seed) },
  "functions/lambdas/pairs.ts": {
    seed: withKey,
    event: (seed) =>
      request(routes.removeAccessKey, seed, { query: { confirm: seed.given?.accessKeyId ?? "" } }),
  },
  "functions/lambdas/provision.ts": {
    seed: withKey,
    event: (seed) =>
      request(routes.createService, seed, { body: { name: "Sales data", type: "s3", owner: "provider" } }),
  },
  "functions/lambdas/read.ts": {
    seed: withKey,
    event: (seed) => request(routes.listConnections, seed, { query: { limit: "50" } }),
  },
  "functions/lambdas/regional.ts": {
    seed: withKey,
    event: (seed) => request(routes.resetRegionalKey, seed, { body: {} }),
  },
  "functions/lambdas/write.ts": {
    seed: withKey,
    event: (seed) => request(routes.changeService, seed, { body: { name: "Sales figures" } }),
  },
  "functions/schedule/find-drift.ts": { seed: withKey, event: () => ({}) },
  "functions/schedule/start-sweep.ts": { seed: nothingWaiting, event: () => ({}) },
  "functions/schedule/sweep-shard.ts": {
    seed: withDoomedKey,
    event: ({ connection }) => ({ detail: { shard: shardOf(connectionKey(connection).sk, SHARDS) } }),
  },
};

/** As most minutes begin: the stream has delivered everything. */
async function nothingWaiting(ports: CloudPorts): Promise<Seed> {
  await relayAll(ports);
  return withKey(ports);
}

async function withDependent(ports: CloudPorts): Promise<Seed> {
  const seed = await withKey(ports);
  const pipeline = aPipeline(seed.org, "nightly", { contacts: ["ada@example.com"] });
  await putPipelines(ports, seed.service, [pipeline]);
  return seed;
}

function streamEvent({ pk, sk }: ItemKey) {
  const dynamodb = { SequenceNumber: "1", Keys: { pk: { S: pk }, sk: { S: sk } } };
  return { Records: [{ eventName: "MODIFY", dynamodb }] };
}

function request(route: Route, seed: Seed, asked: Asked = {}) {
  return apiEvent(route, seed, { ...asked, idempotencyKey: seed.org });
}
