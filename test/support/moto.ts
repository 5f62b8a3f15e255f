import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { vi } from "vitest";
import type { Reach } from "../../functions/clients.ts";

/**
 * Another emulator as the judge: moto has its own IAM, EventBridge, DynamoDB and S3. It is no dependency; where it is not
 * installed the laptop cloud's own suites have to do.
 */
export const hasMoto = spawnSync("moto_server", ["--help"]).status === 0;
if (!hasMoto) console.log("moto_server is not installed: what is tested against it is skipped");

export interface Moto {
  port: number;
  endpoint: string;
  /** How a client gets there. */
  reach: Reach;
  /** It lets anybody in; this is who it takes for root. */
  root: { accessKeyId: string; secretAccessKey: string };
  stop(): void;
}

/** On any free port. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const stop = () => void child.kill("SIGKILL");
  process.once("exit", stop);
  await vi.waitFor(() => fetch(endpoint), { timeout: 30_000, interval: 100 });
  const root = { accessKeyId: "test", secretAccessKey: "test" };
  const reach = { endpoint, region: "us-east-1", credentials: { ...root } };
  return { port, endpoint, reach, root, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
