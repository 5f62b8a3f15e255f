import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bareEnvironment } from "./bare-environment.ts";
import { type ApiRequest, callApi } from "./laptop.ts";

export type StartedProcess = Awaited<ReturnType<typeof startProcess>>;

const PROGRAM = fileURLToPath(new URL("../../local/start.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** What comes before the program: `command` puts it into another place, `node` are options of Node's. */
export interface StartedHow {
  command?: string[];
  node?: string[];
}

/** `npm start` without npm: the service as a process of its own, on any free ports. It may be killed at once. */
export function spawnKeyturn(
  dataDir: string,
  environment: Record<string, string> = {},
  { command = [], node = [] }: StartedHow = {},
) {
  const [program = "", ...args] = [...command, process.execPath, ...node, PROGRAM];
  const child = spawn(program, args, {
    cwd: root,
    env: {
      ...{ ...bareEnvironment(), PORT: "0", KEYTURN_AWS_PORT: "0", KEYTURN_DATA_DIR: dataDir },
      KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const said = { out: "", complaints: "" };
  child.stderr.on("data", (chunk) => {
    said.complaints += chunk;
  });
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
  });
  return {
    child,
    /** Everything it has written, its log among it. */
    said: () => said.out + said.complaints,
    /** What it ended with by itself; undefined while it runs. */
    endedWith: () => child.exitCode ?? child.signalCode ?? undefined,
    /** With its exit code, and what it said on its error output. */
    ended: ended.then(([code, signal]) => ({ code, signal, complaints: said.complaints })),
    complaints: () => said.complaints,
    /** Where it is, once it says so; throws what it complained of when it ends before. */
    async addresses(): Promise<{ url: string; awsUrl: string }> {
      const addresses: Record<string, string> = {};
      for await (const line of createInterface(child.stdout)) {
        const [, name, url] = /^(Keyturn|AWS)\s+(http:\S+)/.exec(line) ?? [];
        if (name && url) addresses[name] = url;
        if (line.startsWith("Token")) break;
      }
      child.stdout.resume();
      const { Keyturn: url, AWS: awsUrl } = addresses;
      if (url && awsUrl) return { url, awsUrl };
      await ended;
      throw new Error(`Keyturn did not start: ${said.complaints}`);
    },
    /** `kill -9`, of this one process by its id; resolves when it is gone. */
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The same, up and running. */
export async function startProcess(
  dataDir: string,
  environment: Record<string, string> = {},
  how: StartedHow = {},
) {
  const { child, addresses, ...process } = spawnKeyturn(dataDir, environment, how);
  const { url, awsUrl } = await addresses();
  return {
    ...{ ...process, url, awsUrl, dataDir },
    pid: child.pid as number,
    signal: (name: NodeJS.Signals) => child.kill(name),
    call: (method: string, path: string, request?: ApiRequest) => callApi(url, method, path, request),
  };
}

/** A start that should not get far: its exit code, and what it complained of. Ends it after a while if it does. */
export async function failedStart(
  dataDir: string,
  environment: Record<string, string> = {},
  how: StartedHow = {},
): Promise<{ code: number | null; signal: NodeJS.Signals | null; complaints: string }> {
  const started = spawnKeyturn(dataDir, environment, how);
  started.child.stdout.resume();
  const patience = setTimeout(() => started.child.kill("SIGKILL"), 60_000);
  const end = await started.ended;
  clearTimeout(patience);
  return end;
}
