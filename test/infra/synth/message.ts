import type { Graph } from "../graph.ts";

/** What is to be evaluated, as the parent tells the child. */
export interface Task {
  /** The project's folder: its sst.config.ts, stacks/, functions/ and core/. */
  root: string;
  stage: string;
  /** `all`, or the one function that is really bundled, or empty. */
  bundle: string;
}

/** What the child tells at its end. */
export type Answer = { graph: Omit<Graph, "settings"> } | { fault: string; registered: number };
