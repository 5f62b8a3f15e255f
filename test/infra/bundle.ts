import { fromPlatform } from "./platform.ts";

export interface BundleOptions {
  /** The project's folder, which `entry` is relative to. */
  root: string;
  entry: string;
  /** Where the bundle is written; without it nothing is. */
  outfile?: string;
  minify: boolean;
}

export interface Bundle {
  bytes: number;
  outfile?: string;
  /** The modules of which something is in the bundle, relative to `root`. */
  inputs: string[];
  /** The names it exports. */
  exports: string[];
}

/** What is used of esbuild's API. */
interface Esbuild {
  build(options: Record<string, unknown>): Promise<{
    metafile: {
      outputs: Record<string, Output>;
    };
  }>;
}

interface Output {
  bytes: number;
  inputs: Record<string, { bytesInOutput: number }>;
  exports: string[];
}

const BANNER = `import { createRequire as topLevelCreateRequire } from 'module';
const require = topLevelCreateRequire(import.meta.url);
import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"
const __filename = topLevelFileUrlToPath(import.meta.url)
const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))
`;

/**
 * Bundles a function as `sst deploy` does: the options are those of SST's pkg/runtime/node/build.go at v4.17. The
 * esbuild is the one that `sst install` brings. SST's own is newer and targets es2024, which this one does not know.
 */
export async function bundleFunction({ root, entry, outfile, minify }: BundleOptions): Promise<Bundle> {
  const { build } = fromPlatform<Esbuild>(root, "esbuild");
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: outfile ?? "bundle.mjs",
    write: outfile !== undefined,
    platform: "node",
    format: "esm",
    target: "es2023",
    mainFields: ["module", "main"],
    external: ["sharp", "pg-native"],
    banner: { js: BANNER },
    bundle: true,
    keepNames: true,
    minify,
    metafile: true,
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  if (!output) throw new Error(`esbuild made no bundle of ${entry}`);
  const inputs = Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
  return { bytes: output.bytes, ...(outfile && { outfile }), inputs, exports: output.exports };
}
