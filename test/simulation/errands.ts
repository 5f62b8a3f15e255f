import type { Caller } from "../../core/caller/caller.ts";
import { addConnection } from "../../core/connection/add-connection.ts";
import { deleteConnection } from "../../core/connection/delete-connection.ts";
import { type IdempotentRequest, idempotentRequest } from "../../core/key/idempotency.ts";
import { removeAccessKey } from "../../core/key/remove-access-key.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { restoreAccessKey } from "../../core/key/restore-access-key.ts";
import { retireAccessKey } from "../../core/key/retire-access-key.ts";
import { deletePipeline } from "../../core/pipeline/delete-pipeline.ts";
import { putPipeline } from "../../core/pipeline/put-pipeline.ts";
import { changePolicy } from "../../core/policy/change-policy.ts";
import { Policy } from "../../core/policy/policy.ts";
import { changeService } from "../../core/service/change-service.ts";
import { createService } from "../../core/service/create-service.ts";
import { deleteService } from "../../core/service/delete-service.ts";
import { anAdmin } from "../../core/testing/memory-ports.ts";
import type { AllPorts, Attempt, World } from "./world.ts";

/** What somebody wants, fit to be sent again word for word. */
export interface Errand extends Pick<Attempt, "kind" | "target" | "request"> {
  send(ports: AllPorts, caller: Caller): Promise<unknown>;
}

const weights = {
  reset: 60,
  remove: 8,
  retire: 8,
  restore: 8,
  policy: 4,
  delete_connection: 4,
  delete_service: 2,
  rename: 6,
  create: 5,
  add: 4,
  link: 12,
  tell: 3,
  forget: 3,
};

/** The last one lets keys live so short that a history of some days sees them due, and stopped. */
const policies = [
  {},
  { rotation: { maxAgeDays: 90 }, reset: { graceHoursDefault: 1, undoHours: 0 } },
  { reset: { defaultMode: "staged", graceHoursDefault: 2, undoHours: 5 } },
  { rotation: { maxAgeDays: 3, remindBeforeDays: [2, 1], overdueEveryDays: 1 } },
  {
    rotation: {
      ...{ maxAgeDays: 2, remindBeforeDays: [1], overdueEveryDays: 1 },
      ...{ enforcement: "deactivate", deactivateAfterDays: 2 },
    },
  },
];

/** Chooses among what the portal shows at this moment. */
export async function choose(world: World): Promise<Errand> {
  const { random } = world;
  const kind = random.weighted(weights);
  const connections = (await world.connections()).filter((one) => one.state !== "deleted");
  const services = (await world.services()).filter((one) => one.state !== "deleted");
  const connection = connections.length > 0 ? random.pick(connections) : undefined;
  const service = services.length > 0 ? random.pick(services) : undefined;
  if (kind === "tell" || kind === "forget") return aboutPipeline(world, kind);
  if (kind === "create" || !service || !connection) return creation(world);
  const { connectionId, userName, current } = connection;
  const { serviceId, name } = service;
  switch (kind) {
    case "reset":
      return reset(world, connectionId, current?.accessKeyId ?? null);
    case "remove": {
      const confirm = random.chance(0.9) && current ? current.accessKeyId : "AKIASOMETHINGELSE1";
      const send = (ports: AllPorts, caller: Caller) => removeAccessKey(ports, caller, connectionId, confirm);
      return { kind, target: connectionId, request: { confirm }, send };
    }
    case "retire": {
      const force = random.chance(0.5);
      const idempotent = maybeIdempotent(world, ["retire", connectionId], { force });
      const send = (ports: AllPorts, by: Caller) =>
        retireAccessKey(ports, by, connectionId, { force, ...idempotent });
      return { kind, target: connectionId, request: hashOf(idempotent), send };
    }
    case "restore": {
      const idempotent = maybeIdempotent(world, ["restore", connectionId], {});
      const send = (ports: AllPorts, by: Caller) =>
        restoreAccessKey(ports, by, connectionId, { ...idempotent });
      return { kind, target: connectionId, request: hashOf(idempotent), send };
    }
    case "policy": {
      const policy = Policy.parse(random.pick(policies));
      const deactivates = policy.rotation.enforcement === "deactivate";
      return {
        kind,
        target: "",
        request: { deactivates },
        send: (ports, by) => changePolicy(ports, by, policy),
      };
    }
    case "delete_connection": {
      const send = (ports: AllPorts, caller: Caller) =>
        deleteConnection(ports, caller, connectionId, userName);
      return { kind, target: connectionId, request: {}, send };
    }
    case "delete_service":
      return {
        kind,
        target: serviceId,
        request: {},
        send: (ports, by) => deleteService(ports, by, serviceId, name),
      };
    case "rename": {
      const wanted = random.pick(["Sales data", "Ledger", "Archive"]);
      const send = (ports: AllPorts, by: Caller) => changeService(ports, by, serviceId, { name: wanted });
      return { kind, target: serviceId, request: { name: wanted }, send };
    }
    case "link": {
      const pipelineIds = somePipelines(world);
      const send = (ports: AllPorts, by: Caller) => changeService(ports, by, serviceId, { pipelineIds });
      return { kind, target: serviceId, request: {}, send };
    }
    case "add": {
      const idempotent = maybeIdempotent(world, ["add", serviceId], {});
      const send = (ports: AllPorts, by: Caller) => addConnection(ports, by, serviceId, { ...idempotent });
      return { kind, target: serviceId, request: hashOf(idempotent), send };
    }
  }
}

const PIPELINE_IDS = ["p1", "p2", "p3", "p4"];

/** Some of them, in some order. */
function somePipelines({ random }: World): string[] {
  const chosen = PIPELINE_IDS.filter(() => random.chance(0.5));
  return random.chance(0.5) ? chosen : chosen.reverse();
}

/** Tells of a pipeline by one of two names, or deletes it. */
function aboutPipeline({ random }: World, kind: "tell" | "forget"): Errand {
  const pipelineId = random.pick(PIPELINE_IDS);
  const name = random.pick(["Nightly load", "Weekly load"]);
  const facts = { ...factsOfPipelines, filePatterns: [], contacts: [], name };
  const send = (ports: AllPorts, by: Caller): Promise<unknown> =>
    kind === "tell" ? putPipeline(ports, by, pipelineId, facts) : deletePipeline(ports, by, pipelineId);
  return { kind, target: pipelineId, request: {}, send };
}

const factsOfPipelines = { kind: "rule", direction: "reads" } as const;

function creation(world: World): Errand {
  const name = world.random.pick(["Sales data", "Ledger"]);
  const idempotent = maybeIdempotent(world, ["create"], { name });
  const pipelineIds = world.random.chance(0.5) ? somePipelines(world) : [];
  const send = (ports: AllPorts, by: Caller) =>
    createService(ports, by, { name, pipelineIds, ...idempotent });
  return { kind: "create", target: "", request: hashOf(idempotent), send };
}

function reset(world: World, connectionId: string, current: string | null): Errand {
  const { random } = world;
  const reason = random.pick(["other", "other", "scheduled", "lost", "compromised"] as const);
  const expected = random.weighted({ any: 4, current: 4, none: 1, another: 1 });
  const accessKeyId = { any: undefined, current, none: null, another: "AKIASOMETHINGELSE1" }[expected];
  const mode =
    reason === "compromised" ? undefined : random.pick([undefined, "immediate", "staged"] as const);
  const body = {
    reason,
    ...(mode && { mode }),
    ...(accessKeyId !== undefined && { expectedAccessKeyId: accessKeyId }),
  };
  const idempotent = maybeIdempotent(world, ["reset", connectionId], body);
  return {
    kind: "reset",
    target: connectionId,
    request: { compromised: reason === "compromised", ...hashOf(idempotent) },
    send: (ports, caller) => resetAccessKey(ports, caller, connectionId, { ...body, ...idempotent }),
  };
}

/** Half of the requests carry one of a few keys, so that some are the same. */
function maybeIdempotent(world: World, route: string[], body: object): { idempotent?: IdempotentRequest } {
  if (world.random.chance(0.5)) return {};
  const key = world.random.pick(["k1", "k2", "k3"]);
  return { idempotent: idempotentRequest(anAdmin.sub, JSON.stringify([key, ...route]), body) };
}

function hashOf({ idempotent }: { idempotent?: IdempotentRequest }): { keyHash?: string } {
  return idempotent ? { keyHash: idempotent.keyHash } : {};
}
