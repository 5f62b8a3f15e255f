import type { Actor } from "../caller/caller.ts";
import { DomainError, notFound } from "../errors.ts";
import { announce } from "../journal/announce.ts";
import type { ProvisionPorts } from "../ports.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import { type Connection, touched } from "./connection.ts";
import { factsOf } from "./events.ts";
import { USERS_PER_CELL_MAX } from "./provisioning.ts";

/**
 * Makes what a recorded connection needs: its user, the user's policy, the folder. Each step is idempotent and the
 * record is there first, so that whoever finds it half-way does it all again. A customer has all that. Throws
 * CallFailed; not_found when it was deleted meanwhile.
 */
export async function provisionConnection(
  ports: ProvisionPorts,
  connection: Connection,
  by: Actor,
): Promise<Connection> {
  if (connection.state !== "creating") return madeConnection(connection);
  if (!connection.customer) {
    await ports.provisioning.createUser(connection);
    await ports.provisioning.putUserPolicy(connection);
    await ports.provisioning.putFolderMarker(connection);
  }
  const now = ports.clock.now();
  const announced = announce(ports.ids, connection, by, now, [
    { type: "ConnectionCreated", data: factsOf(connection) },
  ]);
  try {
    return await ports.connections.update(connection, {
      when: [equals("state", "creating"), equals("sequence", connection.sequence)],
      set: { state: "ready", ...announced.set, ...touched(by.name, now) },
      // Where a restore has found a key, the sweep comes once more: the policy has to plan it.
      remove: connection.current ? [] : ["nextActionAt"],
      append: announced.append,
    });
  } catch (error) {
    if (!(error instanceof PatchRefused)) throw error;
    return madeConnection(await ports.connections.find(connection)); // somebody else finished or deleted it
  }
}

function madeConnection(connection: Connection | undefined): Connection {
  if (connection?.state === "ready") return connection;
  throw notFound("connection");
}

/** IAM holds about 5,000 users an account. Throws capacity_exhausted before that is reached. */
export async function assertCapacity(ports: ProvisionPorts, cellId: string): Promise<void> {
  const users = await ports.provisioning.countUsers(cellId);
  ports.log.info("users counted", { iamUsers: users });
  if (users < USERS_PER_CELL_MAX) return;
  throw new DomainError("capacity_exhausted", "No further storage can be set up at the moment.", {
    retryAfterSeconds: 3600,
  });
}
