import type { Connection } from "../connection/connection.ts";
import type { Patch } from "../record/patch.ts";
import type { RetiringKey } from "./access-key.ts";
import type { Obstacle } from "./obstacle.ts";
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
    set: { operation, nextActionAt: operation.expiresAt, ...doomed(take, operation, seen) },
    ...(isByUser(take) && { append: { recentOperations: [operation.takenAt] } }),
  };
}

/** Mark before you destroy: what this operation will delete is doomed in its first write. */
function doomed(take: Take, operation: Operation, seen: Connection | undefined): Partial<Connection> {
  const { current, retiring } = seen ?? {};
  return {
    ...(dooms(take) && current && { current: { ...current, state: "doomed" as const } }),
    ...(retiring &&
      endsRetiring(take, operation, retiring) && { retiring: { ...retiring, state: "doomed" as const } }),
    ...(take.kind === "delete" && { state: "deleting" as const }),
  };
}

/** An immediate reset makes room at once; a retired key is deleted when nobody can want it back any more. */
function endsRetiring(take: Take, { takenAt }: Operation, retiring: RetiringKey): boolean {
  if (dooms(take) || (take.kind === "issue" && !take.staged)) return true;
  return take.kind === "tidy" && retiring.state === "inactive" && retiring.deleteAt <= takenAt;
}
