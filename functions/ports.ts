import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Agenda, SweepRequests } from "../core/agenda.ts";
import type { Clock } from "../core/clock.ts";
import type { Journal } from "../core/journal/journal.ts";
import type { RelayPorts } from "../core/journal/relay-outbox.ts";
import type { Deployment, KeyPorts, Log, ProvisionPorts, RecordPorts } from "../core/ports.ts";
import { type Cells, MAIN_CELL, type ProvisioningCell, singleCell } from "./adapters/cells.ts";
import { dynamoAgenda } from "./adapters/dynamo-agenda.ts";
import type { DynamoTable } from "./adapters/dynamo-items.ts";
import { dynamoJournal } from "./adapters/dynamo-journal.ts";
import { dynamoOutboxes } from "./adapters/dynamo-outboxes.ts";
import { dynamoConnections, dynamoServices } from "./adapters/dynamo-records.ts";
import { eventBridgeBus, sweepRequests } from "./adapters/eventbridge.ts";
import { iamAccessKeys } from "./adapters/iam-access-keys.ts";
import { iamProvisioning } from "./adapters/iam-provisioning.ts";
import { systemClock, uuids } from "./adapters/system.ts";
import { env } from "./env.ts";
import { logger } from "./logger.ts";

// Each Lambda imports the function that makes the ports it may use, and so bundles no other client.

let clock: Clock = systemClock;

/** The laptop cloud moves time; a deployment never calls this. */
export function useClock(other: Clock): void {
  clock = other;
}

const log: Log = { warn: (message, facts) => logger.warn(message, facts) };

const dynamo = once((): DynamoTable => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { client, tableName: env().tableName, now: () => clock.now() };
});

const deployment = once((): Deployment => {
  const { preset, buckets, keyOperationsPerMinute } = env();
  return { preset, keyOperationsPerMinute, buckets: buckets.map((one) => ({ ...one, cellId: MAIN_CELL })) };
});

export const recordPorts = once((): RecordPorts & { journal: Journal } => ({
  clock,
  ids: uuids,
  deployment: deployment(),
  connections: dynamoConnections(dynamo()),
  services: dynamoServices(dynamo()),
  journal: dynamoJournal(dynamo()),
  log,
}));

/** IAM lies in one region of the partition; requests are sent once, and core decides what is sent again. */
const iamSentOnce = once(() => new IAMClient({ maxAttempts: 1 }));

export const keyPorts = once((): KeyPorts => {
  const iam = iamSentOnce();
  const cells = singleCell({ accountId: env().accountId, iam });
  return { ...recordPorts(), accessKeys: iamAccessKeys(cells, clock) };
});

export const provisionPorts = once((): ProvisionPorts => {
  const provisioning = iamProvisioning(provisioningCells(), env().boundaryArn);
  return { ...keyPorts(), provisioning };
});

export const relayPorts = once((): RelayPorts & { log: Log } => ({
  clock,
  outboxes: dynamoOutboxes(dynamo()),
  journal: dynamoJournal(dynamo()),
  bus: eventBridgeBus(new EventBridgeClient({}), env().busName),
  log,
}));

export const sweepPorts = once((): ProvisionPorts & { agenda: Agenda } => ({
  ...provisionPorts(),
  agenda: dynamoAgenda(dynamo()),
}));

export const sweepRequestPorts = once((): { sweeps: SweepRequests } => ({
  sweeps: sweepRequests(new EventBridgeClient({}), env().internalBusName),
}));

function provisioningCells(): Cells<ProvisioningCell> {
  const clients = new Map<string, S3Client>();
  return singleCell({
    accountId: env().accountId,
    iam: new IAMClient({}),
    s3: (region) => {
      const client = clients.get(region) ?? new S3Client({ region, forcePathStyle: true });
      clients.set(region, client);
      return client;
    },
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
