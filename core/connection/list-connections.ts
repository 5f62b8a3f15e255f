import type { Instant } from "../clock.ts";
import type { Org } from "../org/org.ts";
import { decodeCursor, PAGE_MAX, type Page, type PageRequest, pageOf, readPage } from "../page.ts";
import type { RecordPorts } from "../ports.ts";
import { findService } from "../service/find-service.ts";
import { isVisible } from "./connection.ts";
import { type ConnectionStatus, type ConnectionView, viewConnection } from "./connection-view.ts";

/** The org's connections, in the order of their ids; with `status`, only those. Throws invalid_cursor. */
export async function listConnections(
  ports: RecordPorts,
  org: Org,
  request: PageRequest & { status?: ConnectionStatus },
): Promise<Page<ConnectionView>> {
  const now = ports.clock.now();
  const { status } = request;
  return readPage(`connections ${org} ${status ?? ""}`, request, {
    batch: status ? PAGE_MAX : request.limit + 1,
    read: (limit, after) => ports.connections.page(org, limit, after),
    idOf: (connection) => connection.connectionId,
    show(connection) {
      const view = isVisible(connection) ? viewConnection(connection, now) : undefined;
      return status === undefined || view?.status === status ? view : undefined;
    },
  });
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
