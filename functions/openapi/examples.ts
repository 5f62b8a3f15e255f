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

/** Of the main routes. A test holds each against its schema. */
export const examples: Partial<Record<RouteName, Examples>> = {
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
  listConnections: { answers: { 200: { page: { items: [connection], cursor: null } } } },
  getConnection: { answers: { 200: { connection } } },
  resetAccessKey: keyReset,
  resetRegionalKey: keyReset,
  putAccessKey: {
    request: { pair: { ...pair, ...expected } },
    answers: { 200: { taken: { connection: { ...connection, owner: "customer" }, dependents } } },
  },
  putPipeline: { request: { pipeline: told }, answers: { 200: { pipeline }, 201: { pipeline } } },
  getPipeline: { answers: { 200: { pipeline } } },
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
};
