import { addConnection } from "../../core/connection/add-connection.ts";
import { deleteConnection } from "../../core/connection/delete-connection.ts";
import type { ResetReason } from "../../core/key/events.ts";
import { removeAccessKey } from "../../core/key/remove-access-key.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { restoreAccessKey } from "../../core/key/restore-access-key.ts";
import { retireAccessKey } from "../../core/key/retire-access-key.ts";
import type { ResetMode } from "../../core/policy/reset-rules.ts";
import { reveal } from "../../core/secret.ts";
import { createService } from "../../core/service/create-service.ts";
import { deleteService } from "../../core/service/delete-service.ts";
import { routes } from "../../functions/routes.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import {
  emptyOrg,
  type GivenKey,
  type Seed,
  withDoomedKey,
  withKey,
  withOldKey,
  withoutKey,
  withRetiredKey,
} from "./seeds.ts";
import type { Found } from "./state.ts";

/** What a caller was told. */
export interface Told {
  given?: GivenKey;
  replayed?: string;
  previousKeyStopped?: boolean | undefined;
}

/** A request of a caller, and how to tell that it has been done. */
export interface Operation {
  name: string;
  /** Who does it. */
  lambda: string;
  seed(ports: CloudPorts): Promise<Seed>;
  run(ports: CloudPorts, seed: Seed): Promise<Told>;
  /** What the caller sends again, if `run` is not that, and who does that: then nobody is answered by `run`. */
  ask?: Pick<Operation, "lambda" | "run">;
  isDone(found: Found, seed: Seed): boolean;
  /** Whether the key somebody held before stops working. */
  stopsKey: boolean;
  /** What the caller is told who asks again once it is done. */
  again: "answered" | "404";
}

const visible = (found: Found) => found.connections.filter((one) => one.state === "ready");

export const keyOperations: Operation[] = [
  {
    ...issue("create key", "other", withoutKey),
    isDone: (found) => found.connections[0]?.current !== undefined,
  },
  issue("reset", "other", withKey),
  issue("reset, the key before it still there", "lost", withDoomedKey),
  issue("reset, compromised", "compromised", withKey),
  {
    ...issue("reset, staged", "scheduled", withKey, "staged"),
    isDone: ({ connections: [one] }, { given }) =>
      one?.retiring?.state === "active" && one.retiring.accessKeyId === given?.accessKeyId,
    stopsKey: false,
  },
  issue("reset, in the grace of a staged one", "other", withOldKey),
  {
    name: "retire",
    lambda: routes.retireAccessKey.lambda,
    seed: withOldKey,
    run: async (ports, { caller, connection }) => {
      await retireAccessKey(ports, caller, connection.connectionId, { force: true });
      return {};
    },
    isDone: ({ connections: [one] }) => one?.retiring?.state === "inactive",
    stopsKey: false,
    again: "answered",
  },
  {
    name: "restore",
    lambda: routes.restoreAccessKey.lambda,
    seed: withRetiredKey,
    run: async (ports, { caller, connection }) => {
      await restoreAccessKey(ports, caller, connection.connectionId, {});
      return {};
    },
    isDone: ({ connections: [one] }) => one?.retiring?.state === "active",
    stopsKey: false,
    again: "answered",
  },
  {
    name: "remove",
    lambda: routes.removeAccessKey.lambda,
    seed: withKey,
    run: async (ports, { caller, connection, given }) => {
      await removeAccessKey(ports, caller, connection.connectionId, given?.accessKeyId);
      return {};
    },
    isDone: (found) => visible(found).length === 1 && found.connections[0]?.current === undefined,
    stopsKey: true,
    again: "answered",
  },
];

export const serviceOperations: Operation[] = [
  {
    name: "create-service",
    lambda: routes.createService.lambda,
    seed: emptyOrg,
    run: async (ports, { caller, idempotent }) => {
      await createService(ports, caller, { name: "Sales data", idempotent });
      return {};
    },
    isDone: (found) => found.services.length === 1 && visible(found).length === 1,
    stopsKey: false,
    again: "answered",
  },
  {
    name: "add-connection",
    lambda: routes.addConnection.lambda,
    seed: withKey,
    run: async (ports, { caller, service, idempotent }) => {
      await addConnection(ports, caller, service.serviceId, { idempotent });
      return {};
    },
    isDone: (found) => visible(found).length === 2,
    stopsKey: false,
    again: "answered",
  },
  {
    name: "delete-connection",
    lambda: routes.deleteConnection.lambda,
    seed: withKey,
    run: async (ports, { caller, connection }) => {
      await deleteConnection(ports, caller, connection.connectionId, connection.userName);
      return {};
    },
    isDone: (found) => visible(found).length === 0,
    stopsKey: true,
    again: "404",
  },
  {
    name: "delete-service",
    lambda: routes.deleteService.lambda,
    seed: withKey,
    run: async (ports, { caller, service }) => {
      await deleteService(ports, caller, service.serviceId, service.name);
      return {};
    },
    isDone: (found) => visible(found).length === 0 && found.services[0]?.state === "deleted",
    stopsKey: true,
    again: "404",
  },
];

function issue(
  name: string,
  reason: ResetReason,
  seed: Operation["seed"],
  mode: ResetMode = "immediate",
): Operation {
  return {
    name,
    lambda: routes.resetAccessKey.lambda,
    seed,
    run: async (ports, { caller, connection, idempotent }) => {
      const issued = await resetAccessKey(ports, caller, connection.connectionId, {
        ...{ reason, mode, idempotent },
      });
      const { accessKeyId } = issued;
      if (issued.replayed) return { replayed: accessKeyId };
      const secretAccessKey = reveal(issued.secretAccessKey);
      return { given: { accessKeyId, secretAccessKey }, previousKeyStopped: issued.previousKeyStopped };
    },
    isDone: (found, { given }) => {
      const current = found.connections[0]?.current;
      return current?.state === "active" && current.accessKeyId !== given?.accessKeyId;
    },
    stopsKey: true,
    again: "answered",
  };
}
