import type { DeprovisionPorts } from "../ports.ts";
import { type Connection, isAdopted } from "./connection.ts";

/**
 * Takes the connection's user away, with its policy: the one place that does. An adopted user is not Keyturn's to delete,
 * nor is its policy; only the claim to it ends, and that with the record (purgeConnection). A customer's is not even looked
 * at. Throws CallFailed.
 */
export async function endUser(ports: DeprovisionPorts, connection: Connection): Promise<void> {
  if (isAdopted(connection) || connection.customer) return;
  await ports.deprovisioning.deleteUser(connection);
}
