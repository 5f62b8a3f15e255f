import type { Connection } from "../connection/connection.ts";
import type { Patch } from "../record/patch.ts";
import type { Obstacle } from "./obstacles.ts";
import type { Operation } from "./operation.ts";
import { dooms, isByUser, type Take } from "./take.ts";

/** The one conditional update that begins an operation. */
export function takePatch(
  take: Take,
  operation: Operation,
  seen: Connection | undefined,
  obstacles: readonly Obstacle[],
): Patch<Connection> {
  return {
    when: obstacles.map((obstacle) => obstacle.unless),
    set: { operation, nextActionAt: operation.expiresAt, ...doomed(take, seen) },
    ...(isByUser(take) && { append: { recentOperations: [operation.takenAt] } }),
  };
}

/** Mark before you destroy: what this operation will delete is doomed in its first write. */
function doomed(take: Take, seen: Connection | undefined): Partial<Connection> {
  return {
    ...(dooms(take) && seen?.current && { current: { ...seen.current, state: "doomed" as const } }),
    ...(take.kind === "delete" && { state: "deleting" as const }),
  };
}
