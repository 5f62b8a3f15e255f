import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "../../core/clock.ts";
import { type ApiAnswer, type KeyPair, s3Client } from "../support/laptop.ts";
import { keysOf, rootIam } from "../support/left-behind.ts";
import { type StartedProcess, startProcess } from "../support/started-process.ts";
import { advance, recover, sweep } from "./recover.ts";

// The machine's clock is another one at each start (a module shifts the process's), and the laptop's jumps by years.

const SHIFT = fileURLToPath(new URL("shifted-date.mjs", import.meta.url));
const YEAR_DAYS = 365;

let dataDir: string;
let running: StartedProcess;
let token: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "keyturn-clock-"));
});
afterEach(async () => {
  await running?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

/** With the machine's clock so many days off. */
async function startOff(days: number): Promise<void> {
  await running?.kill();
  const shifted = { KEYTURN_TEST_SHIFT_MS: String(days * DAY_MS) };
  running = await startProcess(dataDir, shifted, { node: ["--import", SHIFT] });
  token = await newToken();
}

async function newToken(): Promise<string> {
  const asked = await running.call("POST", "/_local/token", { body: { org: "acme", role: "admin" } });
  return asked.body.token;
}

const call = (method: string, path: string, body?: object) =>
  running.call(method, path, { token, ...(body && { body }) });
const nowMs = async () => Date.parse((await running.call("GET", "/_local/clock")).body.now);

async function add(): Promise<ApiAnswer["body"]> {
  const service = { name: "Sales data", type: "s3", owner: "provider" };
  const { status, body } = await call("POST", "/v1/services", service);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.connection;
}

async function reset(connectionId: string, body: object = {}): Promise<KeyPair> {
  const { status, body: given } = await call("POST", `/v1/connections/${connectionId}/access-key`, body);
  expect([200, 201]).toContain(status);
  return given.credentials;
}

/** A client whose clock is so many days off. */
function put({ bucket, folder }: ApiAnswer["body"], pair: KeyPair, daysOff = 0) {
  const s3 = s3Client(running.awsUrl, pair);
  s3.config.systemClockOffset = daysOff * DAY_MS;
  return s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${folder}proof`, Body: "works" }));
}

/** Each event once: it is delivered at least once, and again where the stream and the schedule deliver it together. */
async function events(type: string): Promise<ApiAnswer["body"][]> {
  const { body } = await running.call("GET", "/_local/events");
  const wanted = body.events.filter((event: ApiAnswer["body"]) => event["detail-type"].startsWith(type));
  const details = wanted.map(({ detail }: ApiAnswer["body"]) => [detail.metadata.eventId, detail] as const);
  return [...new Map<string, ApiAnswer["body"]>(details).values()];
}

test("started with a clock two years behind that of the start before, it goes on from there", async () => {
  await startOff(2 * YEAR_DAYS);
  const connection = await add();
  const { connectionId } = connection;
  await reset(connectionId);
  const pair = await reset(connectionId, { mode: "staged", graceHours: 1 });
  // Killed in the middle of a reset: there is a lease that ends in two years by the clock of the next start.
  const interrupted = reset(connectionId, { mode: "immediate" }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 12));
  const lastMs = await nowMs();
  await running.kill();
  await interrupted;

  await startOff(0);
  expect(await nowMs()).toBeGreaterThanOrEqual(lastMs - 10_000);
  await recover(running);
  for (const days of [20, 4]) {
    await advance(running, 60 * 24 * days); // the old key of the staged reset is retired, and then deleted
    await sweep(running);
  }
  const shown = (await call("GET", `/v1/connections/${connectionId}`)).body;
  expect(shown).toMatchObject({ status: "active", retiring: null });
  const keys = await keysOf(rootIam(running), connection.userName);
  expect(keys.map(({ AccessKeyId }) => AccessKeyId)).toEqual([shown.accessKeyId]);
  if (shown.accessKeyId === pair.accessKeyId) await put(connection, pair);
  const rotated = (await events("KeyRotated")).map(({ data }) => data.accessKeyId);
  expect(new Set(rotated).size).toBe(rotated.length);
  await put(connection, await reset(connectionId)); // nothing is stuck
});

test("a clock that is set back between two starts neither stops the schedule nor ends a token", async () => {
  await startOff(0);
  const connection = await add();
  const pair = await reset(connection.connectionId);
  const old = token;
  await startOff(-400);
  await put(connection, pair, -400); // signed by a client with the same clock
  expect((await running.call("GET", "/v1/me", { token: old })).status).toBe(401); // issued in the future
  expect((await call("GET", "/v1/me")).status).toBe(200);
  await startOff(0);
  expect((await running.call("GET", "/v1/me", { token: old })).status).toBe(200);
});

test("by the laptop's clock years go by at once: each reminder once, tokens and signatures as before", async () => {
  await startOff(0);
  const connection = await add();
  const pair = await reset(connection.connectionId);
  const latest: number[] = []; // of what was missed only the latest is told of
  for (const { years, daysOverdue } of [
    { years: 1, daysOverdue: YEAR_DAYS - 180 },
    { years: 3, daysOverdue: 4 * YEAR_DAYS - 180 },
  ]) {
    await advance(running, 60 * 24 * YEAR_DAYS * years);
    await sweep(running);
    await sweep(running);
    latest.push(daysOverdue);
    expect((await events("KeyRotation")).map(({ data }) => data.daysOverdue)).toEqual(latest);
  }
  const told = await events("KeyRotation");
  expect((await call("GET", `/v1/connections/${connection.connectionId}`)).body.status).toBe("due");
  await put(connection, pair);
  await running.kill();
  await startOff(0);
  await sweep(running);
  expect(await events("KeyRotation")).toEqual(told);
  expect((await call("GET", "/v1/me")).status).toBe(200);
  const back = await running.call("POST", "/_local/clock", { body: { now: new Date().toISOString() } });
  expect(back).toMatchObject({ status: 400, body: { message: expect.stringContaining("does not go back") } });
});

test("a client whose clock is off is told so, by the real time and not by the laptop's", async () => {
  await startOff(0);
  const connection = await add();
  const pair = await reset(connection.connectionId);
  await advance(running, 60 * 24 * 30);
  for (const daysOff of [30, -1]) {
    const skewed = { name: "RequestTimeTooSkewed", $metadata: { httpStatusCode: 403 } };
    await expect(put(connection, pair, daysOff)).rejects.toMatchObject(skewed);
  }
  await put(connection, pair);
});
