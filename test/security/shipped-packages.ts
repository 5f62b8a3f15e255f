import { join } from "node:path";
import { build } from "vite";
import { deployed } from "../infra/deployment.ts";
import { lambdasOf } from "../infra/lambdas.ts";
import { packageOf } from "./locked-packages.ts";

/** What somebody runs who is not at this repository: a Lambda, or the console's page. */
export interface Shipped {
  name: string;
  /** Of which something is in the bundle, by name. */
  packages: string[];
}

/** Each Lambda, by what its bundle is made of. */
export async function shippedLambdas(): Promise<Shipped[]> {
  const graph = await deployed({ bundle: "all" });
  const lambdas = lambdasOf(graph).map(({ name, build }) => ({ name, packages: packagesOf(build.inputs) }));
  return lambdas.sort((one, other) => (one.name < other.name ? -1 : 1));
}

export async function shippedConsole(root: string): Promise<Shipped> {
  const made = await build({ configFile: join(root, "console/vite.config.ts"), build: { write: false } });
  const outputs = [made].flat().flatMap((one) => ("output" in one ? one.output : []));
  const modules = outputs.flatMap((one) => (one.type === "chunk" ? one.moduleIds : []));
  return { name: "console", packages: packagesOf(modules) };
}

function packagesOf(modules: readonly string[]): string[] {
  const names = modules.map(packageOf).filter((name) => name !== "");
  return [...new Set(names)].sort();
}
