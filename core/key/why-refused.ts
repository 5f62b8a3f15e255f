import type { Connection } from "../connection/connection.ts";
import { holds } from "../record/patch.ts";
import type { Obstacle, WhyRefused } from "./obstacle.ts";
import type { Operation } from "./operation.ts";

/**
 * Why a take was refused: the first obstacle the record shows. It may show none: then it has changed since. An
 * operation that is this very take's own is none either: the take had succeeded and its reply was lost.
 */
export function whyRefused(
  record: Connection,
  operation: Operation,
  obstacles: readonly Obstacle[],
): WhyRefused {
  if (record.operation?.id === operation.id) return { because: "ours" };
  const met = obstacles.find((obstacle) => !holds(record, obstacle.unless));
  return met?.why(record) ?? { because: "changed" };
}
