import type { RouteName } from "../routes.ts";

interface Examples {
  request?: Record<string, object>;
  /** By status, and by name. */
  answers?: Partial<Record<200 | 201, Record<string, object>>>;
}

const at = "2026-03-02T09:00:00.000Z";
const by = { updatedBy: "Ada Lovelace", updatedOn: at };
/** AWS's own examples of a pair: they open nothing. */
const pair = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const ids = {
  serviceId: "svc_0195561a2b7c7d3e8f40123456789abc",
  connectionId: "con_0195561a2b7c7d3e8f40123456789abd",
};

const service = {
  ...{ serviceId: ids.serviceId, name: "Sales data", type: "s3", owner: "provider" },
  ...{ pipelineIds: ["nightly-load"], region: "eu-central-1", state: "ready" },
  ...{ createdBy: "Ada Lovelace", createdOn: at, ...by },
};

const unconfigured = {
  ...{ ...ids, serviceName: "Sales data", owner: "provider", region: "eu-central-1" },
  ...{ bucket: "keyturn-production-eu-central-1", folder: "acme-1f2e3d/sales-data-4c5b6a/" },
  ...{ userName: "kt-sales-data-0195561a", status: "not_configured" },
  ...{ accessKeyId: null, keyCreatedAt: null, keyAgeDays: null, rotationDueAt: null },
  ...{ flagged: false, retiring: null, ...by },
};

const connection = {
  ...{ ...unconfigured, status: "active", accessKeyId: pair.accessKeyId },
  ...{ keyCreatedAt: at, keyAgeDays: 0, rotationDueAt: "2026-08-29T09:00:00.000Z" },
};

const dependents = { count: 1, first: [{ pipelineId: "nightly-load", name: "Nightly load" }] };
const told = {
  name: "Nightly load",
  kind: "data-pipeline",
  filePatterns: ["*.csv"],
  contacts: ["ops@acme.example"],
};
const pipeline = {
  ...{ pipelineId: "nightly-load", ...told, direction: "reads", sourceSystem: null },
  ...{ serviceIds: [ids.serviceId], ...by },
};

const rules = {
  contacts: ["ops@acme.example"],
  rotation: {
    ...{ maxAgeDays: 90, remindBeforeDays: [14, 7, 1], overdueEveryDays: 7 },
    ...{ enforcement: "remind", adoptionWindowDays: 14 },
  },
  reset: {
    ...{ defaultMode: "staged", graceHoursDefault: 24, graceHoursMax: 168 },
    ...{ quietHours: 36, hardStopDays: 14, undoHours: 72 },
  },
};

const issued = { connection, credentials: pair, dependents };
const replayed = { connection, credentials: { accessKeyId: pair.accessKeyId }, replayed: true };
const expected = { expectedAccessKeyId: "AKIAI44QH8DHBEXAMPLE" };
const keyReset: Examples = {
  request: {
    create: { expectedAccessKeyId: null },
    reset: { reason: "scheduled", ...expected },
    staged: { mode: "staged", graceHours: 48, ...expected },
    compromised: { reason: "compromised", ...expected },
  },
  answers: {
    200: { reset: { ...issued, previousKeyStopped: true }, replayed },
    201: { created: issued },
  },
};

const taken = { ...connection, owner: "customer" };
const oldKey = { accessKeyId: "AKIAI44QH8DHBEXAMPLE", retireAt: at, hardStopAt: "2026-03-16T09:00:00.000Z" };
const entry = {
  ...{ eventId: "0195561a-2b7c-7d3e-8f40-123456789abe", type: "KeyRotated", occurredAt: at },
  ...{ by: "Ada Lovelace", data: { ...ids, serviceName: "Sales data", accessKeyId: pair.accessKeyId } },
};
const region = {
  ...{ region: "eu-central-1", enabled: true, status: "active", connectionId: ids.connectionId },
  ...{ accessKeyId: pair.accessKeyId, keyCreatedAt: at, bucket: unconfigured.bucket },
  ...{ folder: "acme-1f2e3d/", s3Endpoint: "https://s3.eu-central-1.amazonaws.com" },
};
const standing = {
  ...{ key_created: 0, key_deactivated: 0, key_reactivated: 0, user_deleted: 0, user_created: 0 },
};
const row = { serviceName: "Sales data", userName: "s3-sales" };

/** Of every route that takes a body, or answers one. A test holds each against its schema. */
export const examples: Partial<Record<RouteName, Examples>> = {
  health: { answers: { 200: { up: { status: "ok" } } } },
  getOpenApi: { answers: { 200: { document: { openapi: "3.1.1" } } } },
  getMe: {
    answers: { 200: { member: { org: "acme", role: "member", name: "Ada Lovelace", can: ["getMe"] } } },
  },
  createService: {
    request: {
      provider: { name: "Sales data", type: "s3", owner: "provider", pipelineIds: ["nightly-load"] },
      customer: {
        ...{ name: "Their own bucket", type: "s3", owner: "customer" },
        customer: { bucket: "acme-exports", folder: "daily/", region: "eu-central-1", ...pair },
      },
    },
    answers: { 201: { provider: { service, connection: unconfigured } } },
  },
  listServices: { answers: { 200: { page: { items: [service], cursor: null } } } },
  getService: { answers: { 200: { service } } },
  changeService: { request: { rename: { name: "Sales data" } }, answers: { 200: { service } } },
  addConnection: {
    request: { elsewhere: { region: "us-east-1" } },
    answers: { 201: { added: unconfigured } },
  },
  listServiceConnections: { answers: { 200: { page: { items: [connection], cursor: null } } } },
  listConnections: { answers: { 200: { page: { items: [connection], cursor: null } } } },
  getConnection: { answers: { 200: { connection } } },
  resetAccessKey: keyReset,
  resetRegionalKey: keyReset,
  putAccessKey: {
    request: { pair: { ...pair, ...expected } },
    answers: { 200: { taken: { connection: taken, dependents } } },
  },
  removeAccessKey: { answers: { 200: { removed: unconfigured } } },
  retireAccessKey: {
    request: { quiet: {}, inUse: { force: true } },
    answers: {
      200: { retired: { ...connection, retiring: { ...oldKey, state: "inactive", deleteAt: at } } },
    },
  },
  restoreAccessKey: {
    request: { nothing: {} },
    answers: { 200: { restored: { ...connection, retiring: { ...oldKey, state: "active" } } } },
  },
  listRegions: { answers: { 200: { regions: { items: [region], cursor: null } } } },
  putPipeline: { request: { pipeline: told }, answers: { 200: { pipeline }, 201: { pipeline } } },
  getPipeline: { answers: { 200: { pipeline } } },
  listPipelines: { answers: { 200: { page: { items: [pipeline], cursor: null } } } },
  listDependents: { answers: { 200: { page: { items: [pipeline], cursor: null } } } },
  identifyFiles: {
    request: { files: { fileNames: ["sales.csv"] } },
    answers: {
      200: {
        found: {
          items: [
            {
              fileName: "sales.csv",
              ...{ readers: [{ pipelineId: "nightly-load", name: "Nightly load", kind: "data-pipeline" }] },
              ...{ readerCount: 1, writers: [], writerCount: 0, sourceSystems: [], ambiguous: false },
            },
          ],
        },
      },
    },
  },
  changePolicy: {
    request: { quarterly: { rotation: { maxAgeDays: 90, remindBeforeDays: [14, 7, 1] } } },
    answers: { 200: { rules } },
  },
  getPolicy: { answers: { 200: { rules } } },
  getConnectionHistory: { answers: { 200: { page: { items: [entry], cursor: null } } } },
  getHistory: { answers: { 200: { page: { items: [entry], cursor: null } } } },
  getSummary: {
    answers: {
      200: {
        summary: {
          ...{ asOf: at, connections: 3, dueWithin30Days: 1, retirementsHeld: 0 },
          byStatus: { not_configured: 0, active: 2, due: 1, disabled: 0 },
          oldestKey: {
            ...{ connectionId: ids.connectionId, serviceName: "Sales data", accessKeyId: pair.accessKeyId },
            ...{ keyCreatedAt: "2025-08-31T09:00:00.000Z", keyAgeDays: 183 },
          },
          drift: { ...standing, key_deleted: 1 },
        },
      },
    },
  },
  adoptUsers: {
    request: { look: { dryRun: true, rows: [{ ...row, bucket: "portal-data", folder: "sales/" }] } },
    answers: {
      200: {
        looked: {
          dryRun: true,
          items: [
            { row: 0, outcome: "adoptable", ...row, accessKeyId: pair.accessKeyId, keyCreatedAt: at },
            {
              ...{ row: 1, outcome: "refused", serviceName: "Other data", userName: "s3-other" },
              reasons: [{ code: "no_such_user", message: "There is no IAM user of that name." }],
            },
          ],
        },
      },
    },
  },
};
