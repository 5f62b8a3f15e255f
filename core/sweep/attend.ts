import type { Actor } from "../caller/caller.ts";
import type { Connection } from "../connection/connection.ts";
import { resumeDeletion } from "../connection/end-connection.ts";
import { provisionConnection } from "../connection/provision-connection.ts";
import { purgeConnection } from "../connection/purge-connection.ts";
import { hasExpired } from "../key/operation.ts";
import { recoverOperation } from "../key/recover-operation.ts";
import { tidyKeys } from "../key/tidy-keys.ts";
import type { SweepPorts } from "../ports.ts";
import { equals } from "../record/patch.ts";
import { finishServiceDeletion } from "../service/delete-service.ts";
import { finishCreation } from "../service/finish-creation.ts";
import { mendService } from "../service/mend-service.ts";
import { purgeService } from "../service/purge-service.ts";
import type { Service } from "../service/service.ts";
import type { Due } from "./agenda.ts";

/** Does what a due record asks for, if on a consistent reading it still does. */
export async function attend(ports: SweepPorts, due: Due): Promise<void> {
  const now = ports.clock.now();
  if (due.kind === "connection") {
    const connection = await ports.connections.find(due);
    if (connection?.nextActionAt && connection.nextActionAt <= now) await attendConnection(ports, connection);
    return;
  }
  const service = await ports.services.find(due);
  if (service?.nextActionAt && service.nextActionAt <= now) await attendService(ports, service);
}

async function attendConnection(ports: SweepPorts, connection: Connection): Promise<void> {
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
  if (connection.retiring || connection.windows.length > 0) return tidyKeys(ports, connection);
  await ports.connections.update(connection, {
    when: [equals("version", connection.version)],
    remove: ["nextActionAt"],
  });
}

async function attendService(ports: SweepPorts, service: Service): Promise<void> {
  const by = onBehalfOf(service.org, service.updatedBy, service.serviceId);
  switch (service.state) {
    case "creating":
      await finishCreation(ports, service, by);
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
