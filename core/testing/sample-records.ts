import { randomBytes } from "node:crypto";
import { type Instant, instant, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { factsOf } from "../connection/events.ts";
import { newConnection } from "../connection/new-connection.ts";
import { connectionIdFrom, serviceIdFrom } from "../ids.ts";
import type { EventMetadata, KeyturnEvent } from "../journal/event.ts";
import type { IdempotencyEntry } from "../key/idempotency.ts";
import { newOperation } from "../key/operation.ts";
import { noDependents } from "../pipeline/dependents.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { Policy, type PolicyRecord } from "../policy/policy.ts";
import type { Service } from "../service/service.ts";

/** Records fit to be written, with ids nobody else uses, so that tests can share one table. */

export const SAMPLE_TIME: Instant = "2026-03-01T12:00:00.000Z";
const sampleBy = { org: "acme", name: "Ada Admin", correlationId: "request-1" };

let made = 0;
const run = randomBytes(4).toString("hex");

export function anOrg(): string {
  return `org-${randomBytes(8).toString("hex")}`;
}

export function aService(org: string, change: Partial<Service> = {}): Service {
  const serviceId = serviceIdFrom(randomBytes(16).toString("hex"));
  return {
    ...{ org, serviceId, name: "Sales data", type: "s3", owner: "provider", region: "us-east-1" },
    ...{
      pipelineIds: [],
      dependents: noDependents,
      connectionIds: [],
      folderName: `sales-data-${serviceId.slice(-16)}`,
    },
    ...{ state: "ready", outbox: [], sequence: 0, version: 1 },
    ...{ createdBy: "Ada Admin", createdOn: SAMPLE_TIME, updatedBy: "Ada Admin", updatedOn: SAMPLE_TIME },
    ...change,
  };
}

/** Linked by nobody. */
export function aPipeline(org: string, change: Partial<Pipeline> = {}): Pipeline {
  return {
    ...{ org, pipelineId: `p-${randomBytes(8).toString("hex")}`, name: "Nightly load" },
    ...{ kind: "data-pipeline", direction: "reads", filePatterns: ["*.csv"], contacts: [], serviceIds: [] },
    ...{ version: 1, createdOn: SAMPLE_TIME, updatedBy: "Ada Admin", updatedOn: SAMPLE_TIME },
    ...change,
  };
}

/** Ready, without a key, with nothing due. */
export function aConnection(org: string, change: Partial<Connection> = {}): Connection {
  const connectionId = connectionIdFrom(randomBytes(16).toString("hex"));
  const bucket = { region: "us-east-1", bucket: "keyturn-test-us-east-1", cellId: "main" };
  const { nextActionAt: _, ...made } = newConnection(
    aService(org),
    connectionId,
    bucket,
    sampleBy,
    SAMPLE_TIME,
  );
  return { ...made, state: "ready", ...change };
}

/** Every optional field is there. */
export function aFullConnection(org: string): Connection {
  const operation = newOperation(
    { id: "operation-1", kind: "issue", compromised: true, by: "Ada Admin", correlationId: "request-1" },
    SAMPLE_TIME,
  );
  const connection = aConnection(org);
  return {
    ...connection,
    creation: { bodyHash: "body", expiresAt: plus(SAMPLE_TIME, 1) },
    current: { accessKeyId: "AKIACURRENT000001", state: "inactive", createdAt: SAMPLE_TIME },
    retiring: { accessKeyId: "AKIARETIRING00001", state: "doomed", createdAt: SAMPLE_TIME },
    operation,
    lastOperationId: "operation-0",
    windows: [{ from: SAMPLE_TIME, to: plus(SAMPLE_TIME, 2), recoveredAt: plus(SAMPLE_TIME, 3) }],
    deletedKeys: ["AKIADELETED000001"],
    unmanagedIds: ["AKIAUNMANAGED0001"],
    recentOperations: [SAMPLE_TIME],
    idempotency: { kabc: anEntry() },
    outbox: [aKeyCreated(connection, 1)],
    sequence: 1,
    nextActionAt: operation.expiresAt,
  };
}

/** With nothing left to plan. */
export function aPolicyRecord(org: string, change: Partial<PolicyRecord> = {}): PolicyRecord {
  return {
    ...{
      org,
      policy: Policy.parse({ contacts: ["team@example.com"] }),
      policyVersion: 1,
      rotationSince: SAMPLE_TIME,
    },
    ...{ outbox: [], sequence: 0, version: 1, updatedBy: "Ada Admin", updatedOn: SAMPLE_TIME },
    ...change,
  };
}

export function anEntry(change: Partial<IdempotencyEntry> = {}): IdempotencyEntry {
  return {
    ...{ bodyHash: "body", operationId: "operation-0", accessKeyId: "AKIACURRENT000001", created: true },
    ...{ expiresAt: plus(SAMPLE_TIME, 1_000) },
    ...change,
  };
}

export function aKeyCreated(connection: Connection, sequence: number): KeyturnEvent {
  return {
    type: "KeyCreated",
    metadata: sampleMetadata(connection.org, sequence),
    data: { ...factsOf(connection), accessKeyId: `AKIACREATED${String(sequence).padStart(6, "0")}` },
  };
}

export function aServiceDeleted(service: Service, sequence: number): KeyturnEvent {
  return {
    type: "ServiceDeleted",
    metadata: sampleMetadata(service.org, sequence),
    data: { serviceId: service.serviceId, serviceName: service.name },
  };
}

/** Each later in id and in time than the one before. */
function sampleMetadata(org: string, sequence: number): EventMetadata {
  made += 1;
  return {
    eventId: `${run}-0000-7000-8000-${made.toString(16).padStart(12, "0")}`,
    ...{ sequence, version: 1, occurredAt: instant(Date.parse(SAMPLE_TIME) + made * 1_000), org },
    ...{ by: "Ada Admin", correlationId: "request-1" },
  };
}
