import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll } from "vitest";
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
  const child = idle.pop() ?? start();
  // Nothing of the caller's own settings or credentials.
  const environment = { PATH: process.env.PATH, ...settings };
  const answer = await child.answerTo({ root, stage, bundle, environment });
  if ("fault" in answer) throw new SynthFault(answer.fault, answer.registered);
  idle.push(child);
  return { ...answer.graph, settings };
}

/** Processes that have evaluated something, and can evaluate something else. */
const idle: ReturnType<typeof start>[] = [];
afterAll(async () => {
  await Promise.all(idle.splice(0).map((child) => child.end()));
});

function start() {
  const child = fork(join(import.meta.dirname, "synth/main.ts"), [], {
    cwd: here,
    env: { PATH: process.env.PATH },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "json",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (text) => {
      said += text;
    });
  }
  return {
    async answerTo(task: Task): Promise<Answer> {
      const late = setTimeout(() => child.kill(), AT_MOST_MS);
      child.send(task);
      const answer = await answerOf(child);
      clearTimeout(late);
      if (answer) return answer;
      const why = child.killed ? `was ended after ${AT_MOST_MS / 1_000} s` : "ended without a word";
      throw new Error(`The evaluation of the stacks ${why}: ${said}`);
    },
    async end(): Promise<void> {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

const here = join(import.meta.dirname, "../..");

function answerOf(child: ChildProcess): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (answer?: Answer) => {
      child.off("message", settle).off("error", reject).off("close", ended);
      resolve(answer);
    };
    const ended = () => settle();
    child.on("message", settle).once("error", reject).once("close", ended);
  });
}
