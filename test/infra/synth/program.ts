import { readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fromPlatform, platformOf } from "../platform.ts";
import { builtConsole } from "./built-console.ts";

/** What sst.config.ts says of the whole, with what SST adds by itself. */
export interface App {
  name: string;
  stage: string;
  home: string;
  removal: "remove" | "retain" | "retain-all";
  protect?: boolean;
  providers: { aws?: { region?: string; version?: string } };
}

interface Esbuild {
  build(options: Record<string, unknown>): Promise<unknown>;
}

/** As SST's command line leaves them to be found at run time (pkg/js of SST v4.17). */
const EXTERNAL = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@sst-provider/*",
  "@aws-sdk/*",
  "undici",
  "esbuild",
  "archiver",
  "glob",
  "vite",
];

/** The app() of sst.config.ts. It is evaluated with $config alone, as SST does. */
export async function readApp(root: string, stage: string): Promise<App> {
  const code = `export { default } from ${JSON.stringify(join(root, "sst.config.ts"))};`;
  const load = await bundled<{ default: { app(input: { stage: string }): object } }>(root, "app", code, {
    banner: "function $config(config) { return config }",
  });
  const { default: config } = await load();
  return { removal: "retain", providers: {}, ...(await config.app({ stage })), stage } as App;
}

/**
 * The run() of sst.config.ts through SST's own src/auto/run.ts, with the globals that SST gives it. Answers a
 * function that runs it, once Pulumi's engine is there, and answers its outputs.
 */
export async function prepareStacks(root: string, app: App, work: string): Promise<() => Promise<unknown>> {
  const platform = realpathSync(platformOf(root));
  const code = `
    import { run } from ${JSON.stringify(join(platform, "src/auto/run.ts"))};
    import config from ${JSON.stringify(join(root, "sst.config.ts"))};
    export default await run(config.run);`;
  const cli = { command: "deploy", dev: false, home: app.home, state: { version: {} } };
  const paths = { home: work, root, work, platform };
  const load = await bundled<{ default: unknown }>(root, "run", code, {
    plugins: [builtConsole(work), giving(globalsOf(root, platform))],
    inject: [join(platform, "src/shim/run.js")],
    define: { $app: JSON.stringify(app), $dev: "false", $cli: JSON.stringify({ ...cli, paths }) },
  });
  return async () => (await load()).default;
}

/** What the stacks can use without an import: the providers by their aliases, and SST. */
function globalsOf(root: string, platform: string): string {
  const lock = JSON.parse(readFileSync(join(root, ".sst/provider-lock.json"), "utf8"));
  const providers = (lock as { alias: string; package: string }[]).map(
    ({ alias, package: name }) => `import * as ${alias} from ${JSON.stringify(name)};`,
  );
  return [...providers, `import * as sst from ${JSON.stringify(join(platform, "src/components"))};`].join(
    " ",
  );
}

interface Evaluation {
  banner?: string;
  plugins?: object[];
  inject?: string[];
  define?: Record<string, string>;
}

const BANNER = `import { createRequire as cr } from "module"; const require = cr(import.meta.url);
import { fileURLToPath as fu } from "url"; const __filename = fu(import.meta.url); const __dirname = fu(new URL(".", import.meta.url));
`;

let bundles = 0;

/** Bundles code into the platform's folder, where its packages are found. Answers what imports it, once. */
async function bundled<Module>(root: string, name: string, code: string, evaluation: Evaluation) {
  const platform = realpathSync(platformOf(root));
  bundles += 1;
  const outfile = join(platform, `synth.${name}.${process.pid}-${bundles}.mjs`);
  process.once("exit", () => rmSync(outfile, { force: true }));
  const { banner = "", ...options } = evaluation;
  await fromPlatform<Esbuild>(root, "esbuild").build({
    ...options,
    stdin: { contents: code, resolveDir: root, sourcefile: "synth.ts", loader: "ts" },
    ...{ outfile, bundle: true, format: "esm", platform: "node", mainFields: ["module", "main"] },
    ...{ external: EXTERNAL, nodePaths: [join(platform, "node_modules")], logLevel: "silent" },
    banner: { js: BANNER + banner },
  });
  return async () => {
    try {
      return (await import(pathToFileURL(outfile).href)) as Module;
    } finally {
      rmSync(outfile, { force: true });
    }
  };
}

/** Puts the globals' imports before the stacks' files. Nothing else of the project knows SST. */
function giving(globals: string) {
  const load = ({ path }: { path: string }) => ({
    contents: `${globals}\n${readFileSync(path, "utf8")}`,
    loader: "ts",
  });
  return {
    name: "globals",
    setup: (build: { onLoad(filter: { filter: RegExp }, load: unknown): void }) =>
      build.onLoad({ filter: /(\/stacks\/[^/]+|sst\.config)\.ts$/ }, load),
  };
}
