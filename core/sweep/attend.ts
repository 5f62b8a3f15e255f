import { finishAdoption } from "../adoption/finish-adoption.ts";
import type { Actor } from "../caller/caller.ts";
import type { Instant } from "../clock.ts";
import type { Connection, ConnectionRef } from "../connection/connection.ts";
import { resumeDeletion } from "../connection/end-connection.ts";
import { provisionConnection } from "../connection/provision-connection.ts";
import { purgeConnection } from "../connection/purge-connection.ts";
import { hasExpired } from "../key/operation.ts";
import { recoverOperation } from "../key/recover-operation.ts";
import { tellLeftover } from "../notice/tell-leftover.ts";
import type { PoliciesOfPass } from "../policy/policies-of-pass.ts";
import { replanOrg } from "../policy/replan-org.ts";
import type { SweepPorts } from "../ports.ts";
import { finishCreation } from "../service/finish-creation.ts";
import { finishServiceDeletion } from "../service/finish-service-deletion.ts";
import { mendService } from "../service/mend-service.ts";
import { purgeService } from "../service/purge-service.ts";
import type { Service } from "../service/service.ts";
import type { Due } from "./agenda.ts";
import { attendKeys } from "./attend-keys.ts";

/** What a pass over many records has in hand. */
export interface Pass {
  policies: PoliciesOfPass;
  /** As it is now, read consistently. */
  connectionOf(ref: ConnectionRef): Promise<Connection | undefined>;
  /** Long work stops then, and goes on in a later pass. */
  until: Instant;
}

/** Does what a due record asks for, if on a consistent reading it still does. */
export async function attend(ports: SweepPorts, due: Due, pass: Pass): Promise<void> {
  const now = ports.clock.now();
  const isDue = (record: { nextActionAt?: Instant | undefined } | undefined) =>
    record?.nextActionAt !== undefined && record.nextActionAt <= now;
  switch (due.kind) {
    case "connection": {
      const connection = await pass.connectionOf(due);
      return connection && isDue(connection) ? attendConnection(ports, connection, pass) : undefined;
    }
    case "service": {
      const service = await ports.services.find(due);
      return service && isDue(service) ? attendService(ports, service) : undefined;
    }
    case "leftover": {
      const leftover = await ports.leftovers.find(due);
      return leftover && isDue(leftover) ? tellLeftover(ports, leftover) : undefined;
    }
    case "policy": {
      const policy = await ports.policies.find(due);
      return policy && isDue(policy) ? replanOrg(ports, policy, pass.until) : undefined;
    }
  }
}

async function attendConnection(ports: SweepPorts, connection: Connection, pass: Pass): Promise<void> {
  const { operation, state } = connection;
  if (operation) {
    if (!hasExpired(operation, ports.clock.now())) return;
    return operation.kind === "delete"
      ? resumeDeletion(ports, connection)
      : recoverOperation(ports, connection);
  }
  if (state === "deleted") return purgeConnection(ports, connection);
  if (state === "creating") {
    await provisionConnection(
      ports,
      connection,
      onBehalfOf(connection.org, connection.updatedBy, connection.connectionId),
    );
    return;
  }
  if (state === "ready") return attendKeys(ports, connection, await pass.policies.of(connection));
}

async function attendService(ports: SweepPorts, service: Service): Promise<void> {
  const by = onBehalfOf(service.org, service.updatedBy, service.serviceId);
  switch (service.state) {
    case "creating":
      await (service.adoption
        ? finishAdoption(ports, service, service.adoption, by)
        : finishCreation(ports, service, by));
      return;
    case "ready":
      return mendService(ports, service);
    case "deleting":
      return finishServiceDeletion(ports, service, by);
    case "deleted":
      return purgeService(ports, service);
  }
}

/** Keyturn finishes what somebody began: it is still theirs. */
function onBehalfOf(org: string, name: string, correlationId: string): Actor {
  return { org, name, correlationId };
}
