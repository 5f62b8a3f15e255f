import * as z from "zod";

/** How many dependents an answer or an event names; it counts them all. */
export const DEPENDENTS_NAMED_MAX = 10;

/** The pipelines that depend on a connection, as far as they are named wherever its key is told of. */
export const Dependents = z.strictObject({
  count: z.int().min(0),
  first: z.array(z.strictObject({ pipelineId: z.string(), name: z.string() })).max(DEPENDENTS_NAMED_MAX),
});
export type Dependents = z.infer<typeof Dependents>;

export const noDependents: Dependents = { count: 0, first: [] };

/** Of a data service's list of pipelines, given the first of them in its order. */
export function dependentsOf(
  pipelineIds: readonly string[],
  first: readonly { pipelineId: string; name: string }[],
): Dependents {
  const named = first.slice(0, DEPENDENTS_NAMED_MAX).map(({ pipelineId, name }) => ({ pipelineId, name }));
  return { count: pipelineIds.length, first: named };
}

export function sameDependents(one: Dependents, other: Dependents): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
