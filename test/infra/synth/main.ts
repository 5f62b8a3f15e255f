// A process of its own, started by ../synth.ts: Pulumi and SST take longer to load than the stacks to evaluate, so one
// evaluation comes after the other, and only a process that has nothing left to do has evaluated everything.
import crypto from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Build } from "../graph.ts";
import { platformOf } from "../platform.ts";
import { builder } from "./build.ts";
import { apart, type Engine, mockEngine } from "./engine.ts";
import { envTypes } from "./env-types.ts";
import type { Answer, Task } from "./message.ts";
import { ACCOUNT } from "./mock-cloud.ts";
import { plain } from "./plain.ts";
import { type App, prepareStacks, readApp } from "./program.ts";
import { serveRpc } from "./rpc-server.ts";

/** Where AWS would be asked in, if the settings name no region. */
const DEFAULT_REGION = "us-east-1";

interface Evaluation {
  task: Task;
  work: string;
  builds: Build[];
  engine?: Engine;
  app?: App;
  outputs?: unknown;
}

let underWay: Evaluation | undefined;

// Pulumi keeps a stack trace for each promise; with none, and with its code compiled once, it takes half as long.
Error.stackTraceLimit = 0;
// Suffixes of names become stable, and graphs comparable.
crypto.randomBytes = ((size: number) => Buffer.alloc(size)) as typeof crypto.randomBytes;
process.on("uncaughtException", (fault: Error) => {
  // The stack itself is the one resource that exists before run() does anything.
  const made = underWay?.engine?.resources.filter(({ type }) => type !== "pulumi:pulumi:Stack") ?? [];
  process.send?.({ fault: fault.message, registered: made.length } satisfies Answer, () => process.exit(1));
});
process.once("SIGTERM", () => process.exit(1));
process.once("disconnect", () => process.exit());
process.on("exit", tidy);
process.on("message", begin);
process.on("beforeExit", () => {
  if (!underWay) return;
  process.send?.({ graph: graphOf(underWay) } satisfies Answer);
  tidy();
  underWay = undefined;
  process.channel?.ref();
});

async function begin(task: Task): Promise<void> {
  process.channel?.unref(); // lest waiting for the next task look like something left to do
  enableCompileCache(join(realpathSync(platformOf(task.root)), "compiled"));
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, task.environment);
  const work = mkdtempSync(join(tmpdir(), "keyturn-synth-"));
  const evaluation: Evaluation = { task, work, builds: [] };
  underWay = evaluation;
  await apart(task.root, () => evaluate(evaluation));
}

async function evaluate(evaluation: Evaluation): Promise<void> {
  const { task, work, builds } = evaluation;
  const app = await readApp(task.root, task.stage);
  evaluation.app = app;
  process.env.SST_SERVER = await serveRpc({
    "Provider.Aws.Bootstrap": () => ({ asset: "sst-asset", state: "sst-state", assetEcrRegistryId: ACCOUNT }),
    "Provider.Aws.Appsync": () => ({ http: "http", realtime: "realtime" }),
    "Runtime.Build": builder(task, work, builds),
  });
  const region = app.providers.aws?.region ?? DEFAULT_REGION;
  // The bundler works while Pulumi loads.
  const stacks = prepareStacks(task.root, app, work);
  evaluation.engine = await mockEngine(task.root, app.name, task.stage, region);
  evaluation.outputs = await evaluation.engine.run(async () => (await stacks)());
}

/** What was asked for first depends on which file was zipped first, so it is put in order. */
function graphOf({ app, builds, engine, outputs }: Evaluation) {
  const resources = (engine?.resources ?? []).toSorted(
    (one, other) => one.type.localeCompare(other.type) || one.name.localeCompare(other.name),
  );
  builds.sort((one, other) => one.functionID.localeCompare(other.functionID));
  return {
    app: app as App,
    builds,
    resources,
    outputs: plain(outputs) as object,
    envTypes: envTypes(engine?.links ?? {}),
  };
}

function tidy(): void {
  if (underWay) rmSync(underWay.work, { recursive: true, force: true });
}
