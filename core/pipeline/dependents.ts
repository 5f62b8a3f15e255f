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
