// A process of its own, started by ../synth.ts: Pulumi's runtime is one a process, and only a process that has
// nothing left to do has evaluated everything.
import crypto from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Build } from "../graph.ts";
import { platformOf } from "../platform.ts";
import { builder } from "./build.ts";
import { type Engine, mockEngine } from "./engine.ts";
import { envTypes } from "./env-types.ts";
import type { Answer, Task } from "./message.ts";
import { ACCOUNT } from "./mock-cloud.ts";
import { plain } from "./plain.ts";
import { type App, prepareStacks, readApp } from "./program.ts";
import { serveRpc } from "./rpc-server.ts";

/** Where AWS would be asked in, if the settings name no region. */
const DEFAULT_REGION = "us-east-1";

const task = JSON.parse(process.argv[2] ?? "") as Task;
const work = mkdtempSync(join(tmpdir(), "keyturn-synth-"));
let engine: Engine | undefined;
const builds: Build[] = [];

// Pulumi keeps a stack trace for each promise; with none, and with its code compiled once, it takes half as long.
Error.stackTraceLimit = 0;
enableCompileCache(join(realpathSync(platformOf(task.root)), "compiled"));
// Suffixes of names become stable, and graphs comparable.
crypto.randomBytes = ((size: number) => Buffer.alloc(size)) as typeof crypto.randomBytes;
process.on("uncaughtException", (fault: Error) => {
  // The stack itself is the one resource that exists before run() does anything.
  const registered = engine?.resources.filter(({ type }) => type !== "pulumi:pulumi:Stack").length ?? 0;
  answer({ fault: fault.message, registered }, 1);
});
process.once("SIGTERM", () => process.exit(1));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

const app = await readApp(task.root, task.stage);
const outputs = await evaluated(app);
process.once("beforeExit", () => answer({ graph: graphOf(app, outputs) }, 0));

async function evaluated(app: App): Promise<unknown> {
  process.env.SST_SERVER = await serveRpc({
    "Provider.Aws.Bootstrap": () => ({ asset: "sst-asset", state: "sst-state", assetEcrRegistryId: ACCOUNT }),
    "Provider.Aws.Appsync": () => ({ http: "http", realtime: "realtime" }),
    "Runtime.Build": builder(task, work, builds),
  });
  const region = app.providers.aws?.region ?? DEFAULT_REGION;
  // The bundler works while Pulumi loads.
  const stacks = prepareStacks(task.root, app, work);
  engine = await mockEngine(task.root, app.name, task.stage, region);
  return engine.run(async () => (await stacks)());
}

/** What was asked for first depends on which file was zipped first, so it is put in order. */
function graphOf(app: App, outputs: unknown) {
  const resources = (engine?.resources ?? []).toSorted(
    (one, other) => one.type.localeCompare(other.type) || one.name.localeCompare(other.name),
  );
  builds.sort((one, other) => one.functionID.localeCompare(other.functionID));
  return {
    app,
    builds,
    resources,
    outputs: plain(outputs) as object,
    envTypes: envTypes(engine?.links ?? {}),
  };
}

function answer(answer: Answer, code: number): void {
  process.send?.(answer, () => process.exit(code));
}
