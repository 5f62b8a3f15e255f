import type { RecordPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { Connection } from "./connection.ts";

/** The service no longer names the connection. Again if somebody else wrote meanwhile; done twice is done. */
export async function unlinkConnection(ports: RecordPorts, connection: Connection): Promise<void> {
  for (;;) {
    const service = await ports.services.find(connection);
    if (!service?.connectionIds.includes(connection.connectionId)) return;
    try {
      await ports.services.update(service, {
        when: [equals("version", service.version)],
        set: { connectionIds: service.connectionIds.filter((id) => id !== connection.connectionId) },
      });
      return;
    } catch (error) {
      if (!(error instanceof PatchRefused)) throw error;
    }
  }
}
