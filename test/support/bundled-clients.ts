import { globSync } from "node:fs";

/** The entry points of all Lambdas, relative to the project's folder: `functions/lambdas/keys.ts`. */
export function lambdaEntries(root: string): string[] {
  const files = globSync("functions/{events,lambdas,schedule}/*.ts", { cwd: root });
  return files.filter((file) => !file.endsWith(".test.ts")).sort();
}

/** The AWS clients of which something is in a bundle, by the modules that are: `["dynamodb", "iam"]`. */
export function clientsAmong(modules: string[]): string[] {
  const names = modules.map((path) => /@aws-sdk\/client-([a-z0-9-]+)\//.exec(path)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}
