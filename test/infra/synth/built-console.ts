import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A page as small as one can be that has a file of each kind that is served differently. */
const files: Record<string, string> = {
  "index.html": '<!doctype html><title>Keyturn</title><script type="module" src="/assets/index-C4c1b9aZ.js">',
  "favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
  "assets/index-C4c1b9aZ.js": "export {};",
};

/** An esbuild plugin that puts this page, in a folder of its own, in the place of the one that the stacks build. */
export function builtConsole(work: string) {
  const folder = join(work, "console");
  const built = JSON.stringify({ folder, paths: Object.keys(files) });
  const load = () => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return { contents: `export const buildConsole = () => (${built});` };
  };
  return {
    name: "built-console",
    setup: (build: { onLoad(filter: { filter: RegExp }, load: unknown): void }) =>
      build.onLoad({ filter: /\/stacks\/build-console\.ts$/ }, load),
  };
}
