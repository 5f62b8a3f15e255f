import type { Graph } from "../graph.ts";

/** What must hold of a graph: answers what does not. */
export type Invariant = (graph: Graph) => string[];

/** A fault that somebody could put into the stacks, and the invariant that has to see it. */
export type Mutant = {
  /** What is wrong then. */
  name: string;
  file: `stacks/${string}.ts` | "sst.config.ts";
  breaks: Invariant;
  /** Part of what the invariant says, by which it is known that this fault is what it saw. */
  says: string;
  stage?: string;
  /** Settings beside, or in place of, those of the other tests. */
  set?: Record<string, string>;
  /** The function whose bundle the invariant looks at. */
  bundle?: string;
} & (Cut | Replacement);

interface Cut {
  /** A text that the file has once, and then no more. */
  cut: string;
}

interface Replacement {
  /** A text that the file has once. */
  find: string;
  replace: string;
}
