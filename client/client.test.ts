import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addService, type Laptop, startLaptop } from "../test/support/laptop.ts";
import { keysOf, rootIam } from "../test/support/left-behind.ts";
import { serve } from "../test/support/serve.ts";
import {
  type KeyturnClient,
  KeyturnProblem,
  KeyturnUnreachable,
  keyturnClient,
  secretIsLost,
} from "./client.ts";
import { flakyProxy } from "./testing/flaky-proxy.ts";

let laptop: Laptop;
let token: string;
let way: Awaited<ReturnType<typeof flakyProxy>>;
let waits: number[] = [];
beforeAll(async () => {
  laptop = await startLaptop({ KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100" });
  token = await laptop.token();
  way = await flakyProxy(laptop.url);
});
afterAll(async () => {
  await way?.close();
  await laptop.close();
});
afterEach(() => {
  waits = [];
});

const wait = async (ms: number) => void waits.push(ms);
const client = (more: object = {}): KeyturnClient => keyturnClient({ url: way.url, token, wait, ...more });
const failure = async (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );
const idsSent = () => new Set(way.seen.map(({ idempotencyKey }) => idempotencyKey));
const provider = (name: string) => ({ name, type: "s3" as const, owner: "provider" as const });
const accessKey = "/v1/connections/{connectionId}/access-key" as const;

describe("an answer that is lost after its effect", () => {
  test("is asked for again, and a service is made once", async () => {
    way.meet("answer lost");
    const made = await client().POST("/v1/services", { body: provider("Made once") });
    expect(made.service.name).toBe("Made once");
    expect(way.seen).toHaveLength(2);
    expect(idsSent().size).toBe(1);
    expect([...idsSent()][0]).toMatch(/^[0-9a-f-]{36}$/);
    const { items } = await client().GET("/v1/services");
    expect(items.filter(({ name }) => name === "Made once")).toHaveLength(1);
  });

  test.each(["answer lost", "answer broken off"] as const)(
    "leaves a key whose secret nobody has, and says so: %s",
    async (fault) => {
      const { connection } = await addService(laptop, token, `Lost ${fault}`);
      const params = { path: { connectionId: connection.connectionId } };
      way.meet(fault);
      const answer = await client().POST(accessKey, { params, body: { expectedAccessKeyId: null } });
      expect(way.seen).toHaveLength(2);
      if (!secretIsLost(answer)) throw new Error("it has a secret");
      const { accessKeyId } = answer.credentials;
      expect(await keysOf(rootIam(laptop), connection.userName)).toMatchObject([
        { AccessKeyId: accessKeyId },
      ]);

      const anew = await client().POST(accessKey, { params, body: { expectedAccessKeyId: accessKeyId } });
      if (secretIsLost(anew)) throw new Error("it has no secret");
      expect(anew.credentials.secretAccessKey).toMatch(/^\S{40}$/);
    },
  );

  test("of a deletion: what is gone then was, most likely, this very call", async () => {
    const { service } = await addService(laptop, token, "Gone");
    const init = { params: { path: { serviceId: service.serviceId }, query: { confirm: "Gone" } } };
    way.meet("answer lost");
    const error = await failure(client().DELETE("/v1/services/{serviceId}", init));
    expect(error).toMatchObject({ status: 404, code: "not_found", unansweredBefore: true });
    const again = await failure(client().DELETE("/v1/services/{serviceId}", init));
    expect(again).toMatchObject({ status: 404, code: "not_found", unansweredBefore: false });
  });

  test("every time ends the call, which says that nobody knows", async () => {
    way.meet("answer lost", "answer lost", "answer lost", "answer lost");
    const error = await failure(client().POST("/v1/services", { body: provider("Unknown") }));
    expect(error).toBeInstanceOf(KeyturnUnreachable);
    expect((error as Error).message).toMatch(/^http:\/\/127\.0\.0\.1:\d+ does not answer \(\w+\)$/);
    expect(way.seen).toHaveLength(4);
    for (const [index, ms] of waits.entries()) expect(ms).toBeLessThanOrEqual(500 * 2 ** index);
  });
});

describe("sends the same request again", () => {
  const later = (status: number, code: string) => ({
    status,
    headers: { "content-type": "application/problem+json", "retry-after": "7" },
    body: JSON.stringify({ code, status, detail: "Later.", requestId: "r-1" }),
  });

  test("when the answer says when, and tells of each wait", async () => {
    const { service } = await addService(laptop, token, "Renamed later");
    way.meet(
      later(503, "unavailable"),
      later(429, "too_many_operations"),
      later(409, "operation_in_progress"),
    );
    const told: object[] = [];
    const params = { path: { serviceId: service.serviceId } };
    const patient = client({ onRetry: (retry: object) => told.push(retry) });
    const { name } = await patient.PATCH("/v1/services/{serviceId}", { params, body: { name: "Renamed" } });
    expect(name).toBe("Renamed");
    expect(waits).toEqual([7_000, 7_000, 7_000]);
    const path = `/v1/services/${service.serviceId}`;
    expect(told).toEqual([503, 429, 409].map((status) => ({ method: "PATCH", path, status, waitMs: 7_000 })));
  });

  test("after API Gateway's own 503, with an Idempotency-Key of the caller's", async () => {
    way.meet({ status: 503, body: '{"message":"Service Unavailable"}' });
    const headers = { "idempotency-key": "mine" };
    await client().POST("/v1/services", { body: provider("By my key"), headers });
    expect(way.seen.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["mine", "mine"]);
  });

  test("four times at most", async () => {
    way.meet(...Array(5).fill(later(503, "unavailable")));
    const error = await failure(client().GET("/v1/me"));
    expect(error).toMatchObject({ status: 503, code: "unavailable", requestId: "r-1", retryAfterSeconds: 7 });
    expect(way.seen).toHaveLength(4);
    way.meet();
  });

  test("when an attempt takes too long", async () => {
    way.meet("never answered");
    expect(await client({ timeoutMs: 100 }).GET("/health")).toEqual({ status: "ok" });
  });
});

describe("does not send again", () => {
  const problemWith = (status: number, code: string, retryAfter?: string) => ({
    status,
    headers: { ...(retryAfter && { "retry-after": retryAfter }) },
    body: JSON.stringify({ code, status }),
  });
  test.each([
    ["another conflict", problemWith(409, "key_changed", "1")],
    ["a conflict that does not say when it is over", problemWith(409, "operation_in_progress")],
    ["what is to be waited for longer than an operation lasts", problemWith(503, "unavailable", "3600")],
    ["a bug", problemWith(500, "internal_error", "1")],
    ["a request with faults", problemWith(400, "invalid_request")],
  ])("%s", async (_, fault) => {
    way.meet(fault);
    expect(await failure(client().GET("/v1/me"))).toMatchObject({ status: fault.status });
    expect(way.seen).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test("to where it is sent: the token goes nowhere else", async () => {
    way.meet({ status: 307, headers: { location: "http://127.0.0.1:1/" } });
    const error = await failure(client().GET("/v1/me"));
    expect(error).toMatchObject({ message: `${way.url} is no Keyturn: it sends elsewhere` });
    expect(way.seen).toHaveLength(1);
  });

  test("what somebody else than Keyturn answered", async () => {
    way.meet({ status: 200, headers: { "content-type": "text/html" }, body: "<html>" });
    expect(await failure(client().GET("/v1/me"))).toMatchObject({
      message: expect.stringContaining("is no Keyturn"),
    });
    expect(way.seen).toHaveLength(1);
  });

  test("what its caller has given up, waiting for an answer or for the next attempt", async () => {
    const reason = new Error("closed the page");
    const waiting = new AbortController();
    const patient = keyturnClient({ url: way.url, token, onRetry: () => waiting.abort(reason) });
    way.meet(problemWith(503, "unavailable", "60"));
    expect(await failure(patient.GET("/v1/me", { signal: waiting.signal }))).toBe(reason);
    way.meet("never answered");
    const answering = AbortSignal.timeout(50);
    expect(await failure(patient.GET("/v1/me", { signal: answering }))).toMatchObject({
      name: "TimeoutError",
    });
    expect(way.seen).toHaveLength(1);
  });
});

describe("what is refused", () => {
  test("says what Keyturn said", async () => {
    const error = await failure(
      client().POST("/v1/services", { body: { ...provider(""), more: 1 } as never }),
    );
    expect(error).toBeInstanceOf(KeyturnProblem);
    expect(error).toMatchObject({ status: 400, code: "invalid_request", requestId: expect.any(String) });
    const { errors } = error as KeyturnProblem;
    expect(errors.map(({ path }) => path).sort()).toEqual(["more", "name"]);
    const { connection } = await addService(laptop, token, "Refused");
    const params = { path: { connectionId: connection.connectionId } };
    const changed = client().POST(accessKey, {
      params,
      body: { expectedAccessKeyId: "AKIANOBODYSKEY000001" },
    });
    expect(await failure(changed)).toMatchObject({ code: "key_changed", params: { accessKeyId: "" } });
  });

  test("by API Gateway has its message, and no code", async () => {
    const error = await failure(client({ token: async () => "no.token" }).GET("/v1/me"));
    expect(error).toMatchObject({ status: 401, code: undefined, detail: "Unauthorized", errors: [] });
  });

  test("never shows a secret or a token, whatever was answered", async () => {
    const secretAccessKey = "canary/secret/wJalrXUtnFEMI/K7MDENG/bPxR";
    const pair = { accessKeyId: "AKIANOBODYSKEY000001", secretAccessKey };
    const { connection } = await addService(laptop, token, "Canary");
    const params = { path: { connectionId: connection.connectionId } };
    const broken = { status: 200, body: `${secretAccessKey}{` };
    const faults = [[], Array(4).fill(broken), Array(4).fill("answer lost"), [{ ...broken, status: 400 }]];
    for (const some of faults) {
      way.meet(...some);
      const error = await failure(client().PUT(accessKey, { params, body: pair }));
      expect(error).toBeInstanceOf(Error);
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
      expect(shown).not.toContain("canary");
      expect(shown).not.toContain(token);
    }
  });

  test("because the token is none does not show it", async () => {
    for (const none of ["canary\ncanary", "canary canary", "canary\u00e9"]) {
      const error = await failure(client({ token: none }).GET("/v1/me"));
      expect(inspect(error)).toContain("The token has characters that no token has.");
      expect(inspect(error)).not.toContain("canary");
    }
  });

  test("because nobody listens says so", async () => {
    const gone = await serve(() => {});
    await gone.close();
    const error = await failure(keyturnClient({ url: gone.url, attempts: 1 }).GET("/health"));
    expect(error).toMatchObject({
      reason: "ECONNREFUSED",
      message: `${gone.url} does not answer (ECONNREFUSED)`,
    });
  });
});

test("goes through every page of a list, and no further than it is asked", async () => {
  const lister = keyturnClient({ url: way.url, token: () => laptop.token("admin", "pages") });
  for (const name of ["a", "b", "c", "d", "e"]) await lister.POST("/v1/services", { body: provider(name) });
  const params = { query: { limit: 2 } };
  way.meet();
  const names = [];
  for await (const { name } of lister.each("/v1/services", { params })) names.push(name);
  expect(names.sort()).toEqual(["a", "b", "c", "d", "e"]);
  expect(way.seen).toHaveLength(3);
  for await (const _ of lister.each("/v1/services", { params })) break;
  expect(way.seen).toHaveLength(4);
});
