import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { bundleFunction } from "../bundle.ts";
import type { Build } from "../graph.ts";
import type { Task } from "./message.ts";

/** What a function component asks to be built. */
interface BuildInput {
  functionID: string;
  /** `functions/lambdas/read.handler`: the file without its ending, and its export. */
  handler: string;
  properties?: { minify?: boolean } | null;
}

interface BuildOutput {
  handler: string;
  out: string;
  errors: string[];
  sourcemaps: string[];
}

/** Builds functions into a folder each under `work`, and notes in `builds` what came of it. */
export function builder({ root, bundle }: Task, work: string, builds: Build[]) {
  return async ({ functionID, handler, properties }: BuildInput): Promise<BuildOutput> => {
    const name = extname(handler).slice(1);
    const entry = `${handler.slice(0, -extname(handler).length)}.ts`;
    const out = join(work, "artifacts", `${functionID}-src`);
    const output = { handler: `bundle.${name}`, out, errors: [], sourcemaps: [] };
    if (!existsSync(join(root, entry))) return { ...output, errors: [`there is no ${entry}`] };
    mkdirSync(out, { recursive: true });
    const outfile = join(out, "bundle.mjs");
    const minify = properties?.minify === true;
    if (bundle !== "all" && bundle !== functionID) {
      writeFileSync(outfile, `export const ${name} = undefined;\n`);
      builds.push({ functionID, handler, minify, bytes: 0, inputs: [] });
      return output;
    }
    const { bytes, inputs, exports } = await bundleFunction({ root, entry, outfile, minify });
    builds.push({ functionID, handler, minify, bytes, inputs });
    return exports.includes(name) ? output : { ...output, errors: [`${entry} exports no ${name}`] };
  };
}
