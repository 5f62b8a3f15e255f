import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { sign } from "../local/aws/testing/raw-request.ts";
import { type Ratio, ratioOf } from "./rounds.ts";
import type { Ready } from "./s3-server.ts";

/** The laptop's S3 beside a bare server that writes and reads the same files. */
export interface S3Figures {
  transfers: { method: Method; bytes: number; ratio: Ratio; perSecond: number; bare: number }[];
  rounds: number;
  /** Of the server that takes one large object and gives it back: above what it has when it is ready, at most. */
  memory: { bytes: number; laptopMb: number; bareMb: number } | undefined;
}

type Method = "PUT" | "GET";
type Server = Awaited<ReturnType<typeof start>>;

const BUCKET = "bench";
const ROUNDS = 15;
const SIZES = [
  { bytes: 1_000, times: 300 },
  { bytes: 64 * 1024 * 1024, times: 1 },
];
const CHUNK = Buffer.alloc(64 * 1024, "keyturn");
const PROGRAM = fileURLToPath(new URL("s3-server.ts", import.meta.url));

/** `largeBytes`: how large the object is that memory is measured with; 0 for none. */
export async function measureS3(largeBytes: number): Promise<S3Figures> {
  await using laptop = await start("laptop");
  await using bare = await start("bare");
  const transfers: S3Figures["transfers"] = [];
  for (const { bytes, times } of SIZES) {
    for (const method of ["PUT", "GET"] as const) {
      const turn = async (server: Server) => {
        const startedAt = performance.now();
        for (let n = 0; n < times; n++) await server.transfer(method, bytes);
        return performance.now() - startedAt;
      };
      const rounds: { full: number; bare: number }[] = [];
      for (let n = 0; n <= ROUNDS; n++) {
        const first = n % 2 === 0 ? await turn(laptop) : undefined;
        const other = await turn(bare);
        rounds.push({ full: first ?? (await turn(laptop)), bare: other });
      }
      rounds.shift(); // warmed up both
      const sum = (of: "full" | "bare") => rounds.reduce((total, round) => total + round[of], 0);
      const rate = (of: "full" | "bare") => (1_000 * times * rounds.length) / sum(of);
      transfers.push({ method, bytes, ratio: ratioOf(rounds), perSecond: rate("full"), bare: rate("bare") });
    }
  }
  return { transfers, rounds: ROUNDS, memory: largeBytes > 0 ? await measureMemory(largeBytes) : undefined };
}

async function measureMemory(bytes: number): Promise<S3Figures["memory"]> {
  const peak = async (kind: "laptop" | "bare") => {
    await using server = await start(kind);
    await server.transfer("PUT", bytes);
    await server.transfer("GET", bytes);
    return (await server.growth()) / 1e6;
  };
  return { bytes, laptopMb: await peak("laptop"), bareMb: await peak("bare") };
}

/** A server in a process and a folder of its own, and one client with one connection to it. */
async function start(kind: "laptop" | "bare") {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-bench-s3-"));
  const child = fork(PROGRAM, [kind, folder, BUCKET]);
  const [{ port, key, bytes: atStart }] = (await once(child, "message")) as [Ready];
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    async transfer(method: Method, bytes: number): Promise<void> {
      const path = `/${BUCKET}/of-${bytes}`;
      const body = method === "PUT" ? { headers: { "content-length": String(bytes) } } : {};
      const { headers } = sign({ port }, key, { method, path, payloadHash: "UNSIGNED-PAYLOAD", ...body });
      const outgoing = request({ agent, host: "127.0.0.1", port, method, path, headers });
      const answered = once(outgoing, "response");
      await pipeline(Readable.from(method === "PUT" ? chunksOf(bytes) : []), outgoing);
      const [incoming] = await answered;
      let received = 0;
      for await (const chunk of incoming) received += chunk.length;
      const isWhole = incoming.statusCode === 200 && (method === "PUT" || received === bytes);
      if (!isWhole) throw new Error(`${method} of ${bytes} bytes: ${incoming.statusCode}, ${received} bytes`);
    },
    /** How far its resident memory has gone, in bytes, above what it had when it was ready. */
    async growth(): Promise<number> {
      child.send("memory?");
      const [most] = (await once(child, "message")) as [number];
      return most - atStart;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      agent.destroy();
      child.disconnect();
      await once(child, "exit");
      rmSync(folder, { recursive: true });
    },
  };
}

function* chunksOf(bytes: number): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += CHUNK.length) yield CHUNK.subarray(0, bytes - sent);
}
