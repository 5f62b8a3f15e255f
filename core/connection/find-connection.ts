import { notFound } from "../errors.ts";
import type { Org } from "../org/org.ts";
import { type Connection, isVisible } from "./connection.ts";
import type { Connections } from "./connections.ts";

/** The org's connection. Another org's, a deleted one and one that never was are the same: not_found. */
export async function findConnection(
  ports: { connections: Connections },
  org: Org,
  connectionId: string,
): Promise<Connection> {
  const connection = await ports.connections.find({ org, connectionId });
  if (!connection || !isVisible(connection)) throw notFound("connection");
  return connection;
}
