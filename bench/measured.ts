import { addConnection } from "../core/connection/add-connection.ts";
import { deleteConnection } from "../core/connection/delete-connection.ts";
import { listConnections } from "../core/connection/list-connections.ts";
import { connectionHistory } from "../core/journal/history.ts";
import { relayOutbox } from "../core/journal/relay-outbox.ts";
import type { ResetReason } from "../core/key/events.ts";
import { removeAccessKey } from "../core/key/remove-access-key.ts";
import { resetAccessKey } from "../core/key/reset-access-key.ts";
import { restoreAccessKey } from "../core/key/restore-access-key.ts";
import { retireAccessKey } from "../core/key/retire-access-key.ts";
import { identifyFiles } from "../core/pipeline/identify-files.ts";
import { putPipeline } from "../core/pipeline/put-pipeline.ts";
import type { ResetMode } from "../core/policy/reset-rules.ts";
import { changeService } from "../core/service/change-service.ts";
import { createService } from "../core/service/create-service.ts";
import { deleteService } from "../core/service/delete-service.ts";
import { connectionKey } from "../functions/adapters/item-keys.ts";
import { AFTER, NEW_NAME, withPipelines } from "../test/faults/link-operations.ts";
import { relayAll, sweepAll, sweepOnce } from "../test/faults/recover.ts";
import {
  emptyOrg,
  type Seed,
  withEvent,
  withKey,
  withOldKey,
  withoutKey,
  withRetiredKey,
} from "../test/faults/seeds.ts";
import type { CloudPorts } from "../test/support/cloud-ports.ts";
import type { TestCloud } from "../test/support/test-cloud.ts";
import { type Cost, costOf } from "./count-calls.ts";

interface Measured {
  name: string;
  seed(ports: CloudPorts): Promise<Seed>;
  run(ports: CloudPorts, seed: Seed): Promise<unknown>;
}

const page = { limit: 50 };
const renamed = { name: NEW_NAME, kind: "rule", direction: "reads" } as const;

/** One of each: what a request asks of AWS when nothing stands in its way. */
const measured = [
  {
    name: "create service",
    seed: emptyOrg,
    run: (ports, { caller, idempotent }) => createService(ports, caller, { name: "Sales data", idempotent }),
  },
  { name: "create key", seed: withoutKey, run: reset("other") },
  { name: "reset key", seed: withKey, run: reset("other") },
  { name: "reset key, compromised", seed: withKey, run: reset("compromised") },
  { name: "reset key, staged", seed: withKey, run: reset("scheduled", "staged") },
  {
    name: "retire",
    seed: withOldKey,
    run: (ports, { caller, connection }) => retireAccessKey(ports, caller, connection.connectionId, {}),
  },
  {
    name: "restore",
    seed: withRetiredKey,
    run: (ports, { caller, connection }) => restoreAccessKey(ports, caller, connection.connectionId, {}),
  },
  {
    name: "remove key",
    seed: withKey,
    run: (ports, { caller, connection, given }) =>
      removeAccessKey(ports, caller, connection.connectionId, given?.accessKeyId),
  },
  {
    name: "add connection",
    seed: withKey,
    run: (ports, { caller, service, idempotent }) =>
      addConnection(ports, caller, service.serviceId, { idempotent }),
  },
  {
    name: "delete connection",
    seed: withKey,
    run: (ports, { caller, connection }) =>
      deleteConnection(ports, caller, connection.connectionId, connection.userName),
  },
  {
    name: "delete service",
    seed: withKey,
    run: (ports, { caller, service }) => deleteService(ports, caller, service.serviceId, service.name),
  },
  {
    name: "change pipelines",
    seed: withPipelines,
    run: (ports, { caller, service }) =>
      changeService(ports, caller, service.serviceId, { pipelineIds: AFTER }),
  },
  {
    name: "rename pipeline",
    seed: withPipelines,
    run: (ports, { caller }) =>
      putPipeline(ports, caller, "a", { ...renamed, filePatterns: [], contacts: [] }),
  },
  {
    name: "identify files",
    seed: withPipelines,
    run: (ports, { org }) => identifyFiles(ports, org, ["sales.csv"]),
  },
  { name: "list connections", seed: withKey, run: (ports, { org }) => listConnections(ports, org, page) },
  {
    name: "history of a connection",
    seed: withKey,
    run: (ports, { org, connection }) => connectionHistory(ports, org, connection.connectionId, page),
  },
  {
    name: "relay of one event",
    seed: withEvent,
    run: (ports, { connection }) => relayOutbox(ports, connectionKey(connection)),
  },
  { name: "sweep, nothing due", seed: withKey, run: (ports) => sweepAll(ports) },
  { name: "pass over the outboxes, nothing waiting", seed: withKey, run: (ports) => relayAll(ports) },
] as const satisfies Measured[];

export type MeasuredName = (typeof measured)[number]["name"];

/** The cost of each, in an org of its own. */
export async function measureAll(cloud: TestCloud, ports: CloudPorts): Promise<Record<MeasuredName, Cost>> {
  const costs: [string, Cost][] = [];
  for (const { name, seed, run } of measured as readonly Measured[]) {
    await sweepOnce(ports); // what was measured before is delivered
    const seeded = await seed(ports);
    costs.push([name, await costOf(cloud, (counted) => run(counted, seeded))]);
  }
  return Object.fromEntries(costs) as Record<MeasuredName, Cost>;
}

function reset(reason: ResetReason, mode: ResetMode = "immediate"): Measured["run"] {
  return (ports, { caller, connection, idempotent }) =>
    resetAccessKey(ports, caller, connection.connectionId, { reason, mode, idempotent });
}
