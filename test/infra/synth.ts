import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Graph } from "./graph.ts";
import type { Answer, Task } from "./synth/message.ts";

const AT_MOST_MS = 60_000;

export interface SynthOptions {
  /** This project's folder, unless it is a copy's. */
  root?: string;
  stage?: string;
  /** The whole environment that the stacks see. */
  settings: Record<string, string>;
  /** Bundles all functions, or the one of this name. An empty file stands for each of the others. */
  bundle?: "all" | string;
}

/** The stacks refused. */
export class SynthFault extends Error {
  override name = "SynthFault";
  /** What they had asked for by then. */
  resourcesRegistered: number;

  constructor(message: string, resourcesRegistered: number) {
    super(message);
    this.resourcesRegistered = resourcesRegistered;
  }
}

/**
 * Evaluates sst.config.ts as `sst deploy` does, with the real components of SST, against a mock of Pulumi's engine
 * and of AWS. Answers the graph of what would be made. Throws a SynthFault with the message that stopped it.
 */
export async function synth({
  root = here,
  stage = "test",
  settings,
  bundle = "",
}: SynthOptions): Promise<Graph> {
  const task: Task = { root, stage, bundle };
  const child = fork(join(import.meta.dirname, "synth/main.ts"), [JSON.stringify(task)], {
    cwd: root,
    // Nothing of the caller's own settings or credentials.
    env: { PATH: process.env.PATH, ...settings },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    timeout: AT_MOST_MS,
    serialization: "json",
  });
  const said = Promise.all([
    text(child.stdout as NonNullable<ChildProcess["stdout"]>),
    text(child.stderr as NonNullable<ChildProcess["stderr"]>),
  ]);
  const answer = await answerOf(child);
  if (answer === undefined) {
    const why = child.killed ? `was ended after ${AT_MOST_MS / 1_000} s` : "ended without a word";
    throw new Error(`The evaluation of the stacks ${why}: ${(await said).join("")}`);
  }
  if ("fault" in answer) throw new SynthFault(answer.fault, answer.registered);
  return { ...answer.graph, settings };
}

const here = join(import.meta.dirname, "../..");

function answerOf(child: ChildProcess): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    child.once("message", (answer) => resolve(answer as Answer));
    child.once("error", reject);
    child.once("close", () => resolve(undefined));
  });
}
