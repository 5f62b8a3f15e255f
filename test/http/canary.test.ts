import { afterAll, beforeAll, expect, test } from "vitest";
import { openIamGate, type Spoiling } from "../support/iam-gate.ts";
import { type ApiRequest, addService, type Laptop, startLaptop } from "../support/laptop.ts";
import { requestsWithPasted } from "../support/pasted-secret.ts";
import { watchOutput } from "../support/process-output.ts";
import { rawHttp } from "../support/raw-http.ts";
import { filesOf, itemsOf, type Places, placesWith } from "../support/secret-search.ts";

let laptop: Laptop;
let gate: Awaited<ReturnType<typeof openIamGate>>;
let output: ReturnType<typeof watchOutput>;
let token: string;
const secrets: string[] = [];
/** What every request was answered, but for the secret in the answer that issued it. */
const answers: Places = new Map();

beforeAll(async () => {
  gate = await openIamGate();
  output = watchOutput();
  laptop = await startLaptop({
    POWERTOOLS_LOG_LEVEL: "DEBUG",
    KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100",
    ...gate.environment,
  });
  token = await laptop.token();
});
afterAll(async () => {
  output.stop();
  await laptop.close();
  await gate.close();
});

async function send(method: string, path: string, request: ApiRequest = {}) {
  const answer = await laptop.call(method, path, { token, ...request });
  const told = structuredClone(answer.body);
  if (answer.status < 300 && told.credentials?.secretAccessKey) {
    secrets.push(told.credentials.secretAccessKey);
    delete told.credentials.secretAccessKey;
  }
  keepAnswer(JSON.stringify(told), answer.headers);
  return answer;
}

function keepAnswer(text: string, headers: Headers): void {
  answers.set(`answer ${answers.size}`, Buffer.from(text + JSON.stringify([...headers])));
}

/** Everything there is to read outside AWS's own store of keys. */
async function everywhere(): Promise<Places> {
  const events = await laptop.events();
  const files = [...filesOf(laptop.dataDir)].filter(([path]) => !path.startsWith("aws/iam/"));
  return new Map([
    ...files,
    ...(await itemsOf("keyturn")),
    ...events.map((event) => [`event ${event.id}`, Buffer.from(JSON.stringify(event))] as const),
    ["process output", Buffer.from(output.text())],
    ...answers,
  ]);
}

async function useKeys(connectionId: string): Promise<void> {
  const path = `/v1/connections/${connectionId}/access-key`;
  await send("POST", path, { body: {} });
  const headers = { "idempotency-key": `reset-${connectionId}` };
  for (let i = 0; i < 3; i++) await send("POST", path, { body: { reason: "lost" }, headers });
  await Promise.all(Array.from({ length: 5 }, () => send("POST", path, { body: {} })));
  const last = await send("POST", path, { body: { reason: "compromised" } });
  expect(last.status).toBe(200);
}

/** The new key's pair is in an answer of IAM that cannot be understood. */
async function loseKey(connectionId: string, how: Spoiling): Promise<void> {
  const spoiled = gate.spoil("CreateAccessKey", how);
  const answer = await send("POST", `/v1/connections/${connectionId}/access-key`, { body: {} });
  expect(answer.status).toBe(503);
  const [, secret = ""] = /<SecretAccessKey>(.+?)<\/SecretAccessKey>/.exec(await spoiled) ?? [];
  expect(secret).not.toBe("");
  secrets.push(secret);
}

async function paste(secret: string, target: Parameters<typeof requestsWithPasted>[1]): Promise<void> {
  for (const { headers, ...request } of requestsWithPasted(secret, target)) {
    const authorization = `Bearer ${token}`;
    const answer = await rawHttp(laptop.url, { ...request, headers: { authorization, ...headers } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    keepAnswer(answer.text, answer.headers);
  }
}

test("no secret is anywhere but in the answer that issued it and in AWS", async () => {
  for (const name of ["One", "Two", "Three"]) {
    const { service, connection } = await addService(laptop, token, name);
    const { connectionId } = connection;
    await useKeys(connectionId);
    await paste(secrets.at(-1) ?? "", { serviceId: service.serviceId, connectionId });
    await loseKey(connectionId, name === "Two" ? "cut short" : "as an error");
    await laptop.advance(2 / 1440);
    await laptop.sweep();
    const accessKeyId = (await send("GET", `/v1/connections/${connectionId}`)).body.accessKeyId;
    await send("DELETE", `/v1/connections/${connectionId}/access-key?confirm=${accessKeyId}`);
    await send("GET", `/v1/connections/${connectionId}/history`);
    await useKeys(connectionId);
  }
  for (const path of ["services", "connections", "history"]) await send("GET", `/v1/${path}`);
  expect(secrets.length).toBeGreaterThan(20);
  expect(new Set(secrets).size).toBe(secrets.length);
  expect(output.text()).toContain('"route":"POST /v1/connections/{connectionId}/access-key"');
  expect(placesWith(secrets, await everywhere())).toEqual([]);

  const iam = new Map([...filesOf(laptop.dataDir)].filter(([path]) => path.startsWith("aws/iam/")));
  expect(placesWith(secrets, iam).length).toBeGreaterThanOrEqual(3); // the search finds what is there
});

test("a canary that is put out is found, in every place and in every spelling", async () => {
  const canary = "Kx7/canary+Qw3mNbVcXzLkJhGfDsApOiUyTrEw2";
  await addService(laptop, token, canary);
  process.stdout.write(`${Buffer.from(`..${canary}!`).toString("base64")}\n`);
  await send("GET", "/v1/services");
  const found = placesWith([canary], await everywhere());
  const kinds = ["dynamodb/", "aws/events/", "item ORG#", "event ", "process output", "answer "];
  for (const kind of kinds) expect(found.some((place) => place.startsWith(kind))).toBe(true);

  const utf16 = Buffer.from(canary, "utf16le");
  const spellings = {
    plain: Buffer.from(canary),
    utf16le: utf16,
    utf16be: Buffer.from(utf16).swap16(),
    hex: Buffer.from(Buffer.from(`x${canary}y`).toString("hex")),
    base64: Buffer.from(Buffer.from(`x${canary}y`).toString("base64")),
    base64url: Buffer.from(Buffer.from(`yy${canary}y`).toString("base64url")),
    url: Buffer.from(encodeURIComponent(canary)),
  };
  expect(placesWith([canary], new Map(Object.entries(spellings)))).toEqual(Object.keys(spellings));
  expect(placesWith([canary], new Map([["nothing", Buffer.from(canary.slice(1))]]))).toEqual([]);
});
