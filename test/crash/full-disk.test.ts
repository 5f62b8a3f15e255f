import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { canMount, mountSmallDisk, type SmallDisk } from "../../local/aws/testing/small-disk.ts";
import { type ApiAnswer, type KeyPair, s3Client } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { type StartedProcess, startProcess } from "../support/started-process.ts";

// The disk under the data folder is full while the service works, twice; then it is killed and started again.

const ROUNDS = 2;
const SERVICES_A_ROUND = 15;

const canRun = canMount("work on a full disk");
let dataDir: string;
let disk: SmallDisk;
let running: StartedProcess;
let token: string;
beforeAll(async () => {
  if (!canRun) return;
  dataDir = mkdtempSync(join(tmpdir(), "keyturn-full-"));
  disk = await mountSmallDisk(dataDir, 32);
});
afterAll(async () => {
  if (!canRun) return;
  await running?.kill();
  await disk.unmount();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  running = await startProcess(dataDir, {}, { command: disk.command });
  const asked = await running.call("POST", "/_local/token", { body: { org: "acme", role: "admin" } });
  token = asked.body.token;
}

const call = (method: string, path: string, body?: object) =>
  running.call(method, path, { token, ...(body && { body }) });
const add = () => call("POST", "/v1/services", { name: "Sales data", type: "s3", owner: "provider" });
const reset = (connectionId: string) => call("POST", `/v1/connections/${connectionId}/access-key`, {});

/** To the last byte. */
function fillDisk(): void {
  for (const bytes of [1024 * 1024, 64 * 1024, 4096, 1]) {
    for (let count = 0; ; count++) {
      try {
        writeFileSync(join(disk.seen, `ballast-${bytes}-${count}`), Buffer.alloc(bytes));
      } catch {
        break;
      }
    }
  }
}

function freeDisk(): void {
  for (const name of readdirSync(disk.seen)) if (name.startsWith("ballast")) rmSync(join(disk.seen, name));
}

interface Known {
  connection: ApiAnswer["body"];
  pair: KeyPair;
  objects: Map<string, string>;
}

function put({ connection, pair, objects }: Known, name: string): Promise<void> {
  const Body = `${name} of ${connection.connectionId}`;
  const object = { Bucket: connection.bucket, Key: connection.folder + name, Body };
  return s3Client(running.awsUrl, pair)
    .send(new PutObjectCommand(object))
    .then(() => void objects.set(object.Key, Body));
}

/** Adds, resets and writes, all of which is acknowledged. */
async function work(known: Known[]): Promise<void> {
  for (let count = 0; count < SERVICES_A_ROUND; count++) {
    const added = await add();
    expect(added.status).toBe(201);
    const { connection } = added.body;
    const given = await reset(connection.connectionId);
    expect(given.status).toBe(201);
    const one: Known = { connection, pair: given.body.credentials, objects: new Map() };
    known.push(one);
    await put(one, `written-${count}`);
  }
  const [first] = known as [Known];
  const again = await reset(first.connection.connectionId);
  expect(again.status).toBe(200);
  first.pair = again.body.credentials;
}

async function expectAllThere(known: Known[]): Promise<void> {
  for (const { connection, pair, objects } of known) {
    const shown = await call("GET", `/v1/connections/${connection.connectionId}`);
    expect(shown).toMatchObject({ status: 200, body: { accessKeyId: pair.accessKeyId, status: "active" } });
    for (const [Key, text] of objects) {
      const object = new GetObjectCommand({ Bucket: connection.bucket, Key });
      const { Body } = await s3Client(running.awsUrl, pair).send(object);
      expect(await Body?.transformToString()).toBe(text);
    }
  }
}

test.skipIf(!canRun)(
  "on a full disk it refuses and says so; then it goes on, and nothing is lost",
  async () => {
    const known: Known[] = [];
    await start();
    await work(known);
    for (let round = 0; round < ROUNDS; round++) {
      fillDisk();
      const [first] = known as [Known];
      for (let count = 0; count < 4; count++) {
        expectProblem(await add(), 503, "unavailable");
        await expect(put(first, "refused")).rejects.toMatchObject({ name: "InternalError" });
      }
      expectProblem(await reset(first.connection.connectionId), 503, "unavailable");
      await expectAllThere(known); // what is there can be read
      freeDisk();
      await vi.waitUntil(async () => (await add()).status === 201, { timeout: 30_000, interval: 50 });
      await work(known);
    }
    expect(running.complaints()).toMatch(/^The disk of the data folder is full \(ENOSPC\): /m);
    await expectAllThere(known);
    await running.kill();
    await start();
    await expectAllThere(known);
    const told = (await running.call("GET", "/_local/events")).body.events as ApiAnswer["body"][];
    const created = told.filter((event) => event["detail-type"] === "KeyCreated");
    const ids = new Set(created.map((event) => event.detail.data.connectionId));
    for (const { connection } of known) expect(ids).toContain(connection.connectionId);
  },
);
