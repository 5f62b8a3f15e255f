import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { bareEnvironment } from "./bare-environment.ts";
import { type ApiRequest, callApi } from "./laptop.ts";

export type StartedProcess = Awaited<ReturnType<typeof startProcess>>;

const root = new URL("../..", import.meta.url);

/** `npm start` without npm: the service as a process of its own, on any free ports. */
export async function startProcess(dataDir: string, environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["local/start.ts"], {
    cwd: root,
    env: {
      ...{ ...bareEnvironment(), PORT: "0", KEYTURN_AWS_PORT: "0", KEYTURN_DATA_DIR: dataDir },
      KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let complaints = "";
  let output = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const addresses: Record<string, string> = {};
  for await (const line of createInterface(child.stdout)) {
    const [, name, url] = /^(Keyturn|AWS)\s+(http:\S+)/.exec(line) ?? [];
    if (name && url) addresses[name] = url;
    if (line.startsWith("Token")) break;
  }
  const { Keyturn: url, AWS: awsUrl } = addresses;
  if (!url || !awsUrl) throw new Error(`Keyturn did not start: ${complaints}`);
  child.stdout.resume();
  return {
    ...{ url, awsUrl, dataDir },
    call: (method: string, path: string, request?: ApiRequest) => callApi(url, method, path, request),
    /** Everything it has written, its log among it. */
    said: () => output + complaints,
    /** What it ended with by itself; undefined while it runs. */
    endedWith: () => child.exitCode ?? child.signalCode ?? undefined,
    /** `kill -9`, of this one process by its id; resolves when it is gone. */
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
