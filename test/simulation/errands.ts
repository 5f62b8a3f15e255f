import type { Caller } from "../../core/caller/caller.ts";
import { addConnection } from "../../core/connection/add-connection.ts";
import { deleteConnection } from "../../core/connection/delete-connection.ts";
import { changePolicy } from "../../core/policy/change-policy.ts";
import { Policy } from "../../core/policy/policy.ts";
import { changeService } from "../../core/service/change-service.ts";
import { createService } from "../../core/service/create-service.ts";
import { deleteService } from "../../core/service/delete-service.ts";
import type { AllPorts } from "./all-ports.ts";
import type { Asked, RequestKind } from "./attempt.ts";
import { hashOf, maybeIdempotent } from "./idempotent-errand.ts";
import { put, remove, reset, restore, retire, takeIn } from "./key-errands.ts";
import { listing } from "./listing-errand.ts";
import { aboutPipeline, somePipelines } from "./pipeline-errands.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** What somebody wants, fit to be sent again word for word. */
export interface Errand extends Asked {
  send(ports: AllPorts, caller: Caller): Promise<unknown>;
}

/** Who chooses: somebody of an org, with chance of his own. */
export interface Chooser {
  world: World;
  random: Random;
  org: string;
}

const weights: Record<RequestKind, number> = {
  ...{ reset: 60, remove: 8, retire: 8, restore: 8, put: 12, take_in: 6 },
  ...{ policy: 4, delete_connection: 4, delete_service: 2, rename: 6, create: 5, add: 4, link: 12 },
  ...{ tell: 3, forget: 3, list: 6 },
};

/** Where the buckets are mostly the customers' own. */
const customersWeights = { ...weights, reset: 20, put: 60, remove: 16, retire: 12 };

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

/** How often somebody asks for what another org has. */
const FOREIGN = 0.06;

/** Chooses among what the portal shows at this moment. Ids of other orgs are guessed now and then. */
export async function choose(chooser: Chooser): Promise<Errand> {
  const { world, random, org } = chooser;
  const kind = random.weighted(world.isOfCustomers ? customersWeights : weights);
  const others = world.orgs.filter((one) => one !== org);
  const isForeign = random.chance(FOREIGN) && others.length > 0;
  const of = isForeign ? random.pick(others) : org;
  const errand = await chosen(chooser, kind, of);
  // What is about no record of the other org is no more than the caller's own.
  return { ...errand, org, isForeign: isForeign && world.items.owners.get(errand.target) === of };
}

/** What is asked, and how it is sent. */
export type Wish = Omit<Errand, "org" | "isForeign">;

async function chosen(chooser: Chooser, kind: RequestKind, of: string): Promise<Wish> {
  const { world, random } = chooser;
  if (kind === "tell" || kind === "forget") return aboutPipeline(chooser, kind);
  if (kind === "list") return listing(chooser);
  if (kind === "policy") return newPolicy(random);
  if (kind === "take_in") return takeIn(chooser);
  const connections = (await world.connections(of)).filter((one) => one.state !== "deleted");
  const services = (await world.services(of)).filter((one) => one.state !== "deleted");
  if (kind === "create" || services.length === 0 || connections.length === 0) return creation(chooser);
  const service = random.pick(services);
  const customers = connections.filter((one) => one.customer);
  const connection = random.pick(kind === "put" && customers.length > 0 ? customers : connections);
  const { connectionId, userName, current } = connection;
  const { serviceId, name } = service;
  const accessKeyId = current?.accessKeyId;
  switch (kind) {
    case "reset":
      return reset(chooser, connectionId, accessKeyId ?? null);
    case "put":
      return put(chooser, connectionId, accessKeyId ?? null);
    case "remove":
      return remove(chooser, connectionId, accessKeyId);
    case "retire":
      return retire(chooser, connectionId);
    case "restore":
      return restore(chooser, connectionId);
    case "delete_connection":
      return wish(kind, connectionId, (ports, by) => deleteConnection(ports, by, connectionId, userName));
    case "delete_service":
      return wish(kind, serviceId, (ports, by) => deleteService(ports, by, serviceId, name));
    case "rename": {
      const wanted = `${random.pick(["Sales data", "Ledger", "Archive"])} of ${of}`;
      return {
        ...wish(kind, serviceId, (ports, by) => changeService(ports, by, serviceId, { name: wanted })),
        request: { name: wanted },
      };
    }
    case "link": {
      const pipelineIds = somePipelines(random);
      return wish(kind, serviceId, (ports, by) => changeService(ports, by, serviceId, { pipelineIds }));
    }
    case "add": {
      const idempotent = maybeIdempotent(random, ["add", serviceId], {});
      const send: Errand["send"] = (ports, by) => addConnection(ports, by, serviceId, { ...idempotent });
      return { ...wish(kind, serviceId, send), request: hashOf(idempotent) };
    }
  }
}

function wish(kind: RequestKind, target: string, send: Errand["send"]): Wish {
  return { kind, target, request: {}, send };
}

function newPolicy(random: Random): Wish {
  const policy = Policy.parse(random.pick(policies));
  const deactivates = policy.rotation.enforcement === "deactivate";
  return { ...wish("policy", "", (ports, by) => changePolicy(ports, by, policy)), request: { deactivates } };
}

function creation({ random, org }: Chooser): Wish {
  const name = `${random.pick(["Sales data", "Ledger"])} of ${org}`;
  const idempotent = maybeIdempotent(random, ["create"], { name });
  const pipelineIds = random.chance(0.5) ? somePipelines(random) : [];
  const send: Errand["send"] = (ports, by) => createService(ports, by, { name, pipelineIds, ...idempotent });
  return { ...wish("create", "", send), request: hashOf(idempotent) };
}
