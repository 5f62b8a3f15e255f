import { managedBuckets } from "../buckets.ts";
import { allOf, type Graph, type Resource, unless } from "../graph.ts";

/** What holds a customer's data. */
function holdingData(graph: Graph): Resource[] {
  return [...allOf(graph, "aws:dynamodb/table:Table"), ...managedBuckets(graph)];
}

/** In production nothing that holds data can be removed by a command, or goes along with the stack. */
export function productionIsProtected(graph: Graph): string[] {
  const holding = holdingData(graph).filter(({ lookedUp }) => !lookedUp);
  return [
    ...unless(graph.app.protect === true, "the stage is not protected"),
    ...unless(graph.app.removal === "retain", "the stage does not retain"),
    ...holding.flatMap(({ name, type, inputs, protect, retainOnDelete }) => [
      ...unless(retainOnDelete, `${name} goes with the stack`),
      ...unless(protect || inputs.deletionProtectionEnabled === true, `${name} is not protected`),
      ...unless(
        !type.includes("bucket") || inputs.forceDestroy !== true,
        `${name} is emptied when it is removed`,
      ),
    ]),
  ];
}

/** Any other stage leaves nothing behind. */
export function otherStagesGoAway(graph: Graph): string[] {
  const holding = holdingData(graph);
  return [
    ...unless(graph.app.protect !== true, "the stage is protected"),
    ...unless(graph.app.removal === "remove", "the stage stays"),
    ...holding.flatMap(({ name, type, inputs, protect, retainOnDelete }) => [
      ...unless(!(protect || retainOnDelete || inputs.deletionProtectionEnabled === true), `${name} stays`),
      ...unless(
        !type.includes("bucket") || inputs.forceDestroy === true,
        `${name} stays while it has objects`,
      ),
    ]),
  ];
}
