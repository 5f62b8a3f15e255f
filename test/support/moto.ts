import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { vi } from "vitest";
import type { Reach } from "../../functions/clients.ts";

/** Another emulator as the judge. It is no dependency: where it is not installed, the laptop cloud has to do. */
export const hasMoto = spawnSync("moto_server", ["--version"]).error === undefined;

/** On any free port, and how a client gets there. */
export async function startMoto(): Promise<{ reach: Reach; stop(): void }> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  await vi.waitFor(() => fetch(endpoint), { timeout: 30_000, interval: 200 });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return { reach: { endpoint, region: "us-east-1", credentials }, stop: () => void child.kill("SIGKILL") };
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
