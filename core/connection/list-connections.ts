import type { Instant } from "../clock.ts";
import type { Org } from "../org/org.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, pageOf } from "../page.ts";
import type { RecordPorts } from "../ports.ts";
import { findService } from "../service/find-service.ts";
import { isVisible } from "./connection.ts";
import { type ConnectionStatus, type ConnectionView, viewConnection } from "./connection-view.ts";

/** Records read for one page at most; a page that filters may then be short and still have a cursor. */
const READ_MAX = 1_000;

/** The org's connections, in the order of their ids; with `status`, only those. Throws invalid_cursor. */
export async function listConnections(
  ports: RecordPorts,
  org: Org,
  request: PageRequest & { status?: ConnectionStatus },
): Promise<Page<ConnectionView>> {
  const list = `connections ${org} ${request.status ?? ""}`;
  const wanted = request.limit + 1;
  const found: ConnectionView[] = [];
  let after = decodeCursor(list, request.cursor);
  for (let read = 0; ; ) {
    const records = await ports.connections.page(org, wanted, after);
    found.push(
      ...records
        .filter(isVisible)
        .map((one) => viewConnection(one, ports.clock.now()))
        .filter(isWanted),
    );
    after = records.at(-1)?.connectionId ?? after;
    read += records.length;
    if (found.length >= wanted || records.length < wanted) break;
    if (read >= READ_MAX && after) return { items: found, cursor: encodeCursor(list, after) };
  }
  return pageOf(list, request.limit, found, (view) => view.connectionId);

  function isWanted(view: ConnectionView): boolean {
    return request.status === undefined || view.status === request.status;
  }
}

/** A service's connections, at most ten, in the order of their ids. Throws not_found, invalid_cursor. */
export async function listServiceConnections(
  ports: RecordPorts,
  org: Org,
  serviceId: string,
  request: PageRequest,
): Promise<Page<ConnectionView>> {
  const list = `connections ${org} ${serviceId}`;
  const service = await findService(ports, org, serviceId);
  const after = decodeCursor(list, request.cursor) ?? "";
  const connections = await ports.connections.findMany(org, service.connectionIds);
  const now: Instant = ports.clock.now();
  const rest = connections
    .filter((connection) => isVisible(connection) && connection.connectionId > after)
    .sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1))
    .map((connection) => viewConnection(connection, now));
  return pageOf(list, request.limit, rest, (view) => view.connectionId);
}
