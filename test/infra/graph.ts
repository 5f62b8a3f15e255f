import type { App } from "./synth/program.ts";

/** A function's bundle. */
export interface Build {
  functionID: string;
  handler: string;
  minify: boolean;
  /** 0 if it was not bundled this time. */
  bytes: number;
  /** The modules of which something is in the bundle. */
  inputs: string[];
}

/** What Pulumi was asked to make. */
export interface Resource {
  /** As Pulumi has it: `aws:sqs/queue:Queue`. */
  type: string;
  /** The logical name. */
  name: string;
  id: string;
  arn?: string;
  inputs: Record<string, unknown>;
  /** It exists already and is only looked up. */
  lookedUp: boolean;
  protect: boolean;
  retainOnDelete: boolean;
  provider?: string;
}

/** A type of resource that the tests look for. */
export type ResourceType = `aws:${string}/${string}:${string}`;

/** All that `sst deploy` would ask for. */
export interface Graph {
  /** What the operator set. */
  settings: Record<string, string>;
  app: App;
  builds: Build[];
  resources: Resource[];
  outputs: object;
  /** The text of sst-env.d.ts. */
  envTypes: string;
}

/** Every resource of a type. */
export function allOf(graph: Graph, type: ResourceType): Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** An input that has a string, or the path to one; empty if there is none. */
export function textOf(resource: Resource | undefined, ...path: string[]): string {
  const value = inputAt(resource, ...path);
  return typeof value === "string" ? value : "";
}

/** What lies at a path of the inputs: `inputAt(mapping, "destinationConfig", "onFailure")`. */
export function inputAt(resource: Resource | undefined, ...path: string[]): unknown {
  let value: unknown = resource?.inputs;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Of two sets of names, what only one has: as violations of what was said of both. */
export function differences(says: string, found: Iterable<string>, wanted: Iterable<string>): string[] {
  const has = new Set(found);
  const needs = new Set(wanted);
  const missing = [...needs].filter((name) => !has.has(name)).map((name) => `${says}: ${name} is missing`);
  const surplus = [...has]
    .filter((name) => !needs.has(name))
    .map((name) => `${says}: ${name} should not be there`);
  return [...missing, ...surplus];
}

/** A violation, unless it holds. */
export function unless(holds: boolean, violation: string): string[] {
  return holds ? [] : [violation];
}
