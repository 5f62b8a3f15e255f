import type { Graph } from "../graph.ts";

/** What is to be evaluated, as the parent tells the child. */
export interface Task {
  /** The project's folder: its sst.config.ts, stacks/, functions/ and core/. */
  root: string;
  stage: string;
  /** `all`, or the one function that is really bundled, or empty. */
  bundle: string;
  /** The whole environment that the stacks see. */
  environment: Record<string, string | undefined>;
}

/** What the child tells of it. After a fault it ends. */
export type Answer = { graph: Omit<Graph, "settings"> } | { fault: string; registered: number };
