import type { Connection, KeyturnClient } from "@keyturn/client";
import { UsageFault } from "../output.ts";

/** The connection that is meant: by its id, or by the name of its data service or of its user. Throws UsageFault. */
export async function findConnection(client: KeyturnClient, named: string): Promise<Connection> {
  if (/^con_[0-9a-f]{32}$/.test(named)) return getConnection(client, named);
  const found: Connection[] = [];
  for await (const one of client.each("/v1/connections", { params: { query: { limit: 100 } } })) {
    if (one.serviceName === named || one.userName === named) found.push(one);
  }
  const [only, ...more] = found;
  if (!only)
    throw new UsageFault(`There is no connection, data service or user called ${named}.`, {
      showsUsage: false,
    });
  if (more.length === 0) return getConnection(client, only.connectionId);
  const which = found.map(
    ({ connectionId, region, userName }) => `  ${connectionId}  ${region}  ${userName}`,
  );
  throw new UsageFault(
    [`Several connections are called ${named}. Name one by its id:`, ...which].join("\n"),
    { showsUsage: false },
  );
}

/** One by one they say when their keys were last used. */
function getConnection(client: KeyturnClient, connectionId: string): Promise<Connection> {
  return client.GET("/v1/connections/{connectionId}", { params: { path: { connectionId } } });
}
