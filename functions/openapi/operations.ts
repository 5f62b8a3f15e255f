import type { RouteName } from "../routes.ts";
import { keyOperations } from "./keys.ts";
import type { Operation } from "./operation.ts";
import { orgOperations } from "./org.ts";
import { pipelineOperations } from "./pipelines.ts";
import { serviceOperations } from "./services.ts";

/** A route that is added does not compile until it is described. */
export const operations: Record<RouteName, Operation & { tag: string }> = {
  ...tagged("Data services and connections", serviceOperations),
  ...tagged("Access keys", keyOperations),
  ...tagged("Pipelines", pipelineOperations),
  ...tagged("The org", orgOperations),
};

function tagged<Name extends string>(tag: string, group: Record<Name, Operation>) {
  const entries = Object.entries<Operation>(group).map(([name, one]) => [name, { ...one, tag }]);
  return Object.fromEntries(entries) as Record<Name, Operation & { tag: string }>;
}
