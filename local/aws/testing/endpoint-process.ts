import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUCKET, type Key } from "./test-endpoint.ts";

/** Prints its URL. */
const SERVE = `
  import { openAwsEndpoint } from "../aws-endpoint.ts";
  import { awsServer } from "../aws-server.ts";
  const clock = { now: () => Date.now() };
  const buckets = [{ name: "${BUCKET}", region: "us-east-1" }];
  const endpoint = await openAwsEndpoint({ dataDir: process.argv[1], clock, buckets, buses: [] });
  const server = awsServer(endpoint.handle);
  server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port));
`;

/** An endpoint in a process of its own, which can be killed; `command` is what comes before that of Node. */
export async function startEndpointProcess(dataDir: string, command: string[] = []) {
  const node = [process.execPath, "--input-type=module-typescript", "--eval", SERVE, dataDir];
  const [program = "", ...args] = [...command, ...node];
  const child = spawn(program, args, { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data).trim()));
    child.once("exit", (code) => reject(new Error(`the endpoint's process ended with ${code}`)));
  });
  /** The data folder as the process sees it: it may have file systems of its own. */
  const seen = join("/proc", String(child.pid), "root", dataDir);
  const { accessKeyId, secretAccessKey } = JSON.parse(readFileSync(join(seen, "iam", "root.json"), "utf8"));
  const root: Key = { accessKeyId, secretAccessKey };
  return {
    url,
    root,
    seen,
    /** What an SDK's client is made with. */
    config: { endpoint: url, region: "us-east-1", credentials: root, maxAttempts: 1 },
    kill: () => child.kill("SIGKILL"),
  };
}
