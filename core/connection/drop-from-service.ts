import type { RecordPorts } from "../ports.ts";
import { updateService } from "../service/update-service.ts";
import type { Connection } from "./connection.ts";

/** The service no longer names the connection. Done twice is done. */
export async function dropFromService(ports: RecordPorts, connection: Connection): Promise<void> {
  const { connectionId } = connection;
  await updateService(ports, connection, ({ connectionIds }) =>
    connectionIds.includes(connectionId)
      ? { set: { connectionIds: connectionIds.filter((id) => id !== connectionId) } }
      : undefined,
  );
}
