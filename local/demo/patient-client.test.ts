import { expect, test } from "vitest";
import type { Reply } from "./http-client.ts";
import { patientClient } from "./patient-client.ts";

const later = { status: 503, body: { code: "unavailable" }, retryAfterSeconds: 5 };
const busy = { status: 409, body: { code: "operation_in_progress" }, retryAfterSeconds: 60 };
const done = { status: 200, body: {} };

/** What was sent, and how long was waited, when these are the answers. */
async function sent(method: string, replies: Reply[], headers?: Record<string, string>) {
  const keys: (string | undefined)[] = [];
  const waits: number[] = [];
  const inner = {
    async send(_method: string, _path: string, _body?: object, given?: Record<string, string>) {
      keys.push(given?.["idempotency-key"]);
      return replies[keys.length - 1] ?? done;
    },
  };
  const wait = (async (ms: number) => void waits.push(ms)) as never;
  const said: string[] = [];
  const client = patientClient(inner, (line) => said.push(line), wait);
  const reply = await client.send(method, "/v1/x?confirm=y", {}, headers);
  return { reply, keys, waits, said };
}

test("sends the same request again when the answer says that this helps", async () => {
  const { reply, keys, waits, said } = await sent("POST", [later, busy]);
  expect(reply).toBe(done);
  expect(waits).toEqual([5_000, 60_000]);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(said).toHaveLength(2);
  expect(said.join()).not.toContain("confirm");
});

test("keeps the idempotency key it was given", async () => {
  expect((await sent("POST", [later], { "idempotency-key": "mine" })).keys).toEqual(["mine", "mine"]);
});

test.each([
  ["another conflict", { status: 409, body: { code: "key_changed" }, retryAfterSeconds: 1 }],
  ["a failure that does not say when", { status: 503, body: { message: "Service Unavailable" } }],
  ["one that takes longer than an operation may", { ...later, retryAfterSeconds: 3_600 }],
  ["a fault", { status: 500, body: {}, retryAfterSeconds: 1 }],
])("answers %s as it is", async (_, answer) => {
  const { reply, waits } = await sent("DELETE", [answer]);
  expect(reply).toBe(answer);
  expect(waits).toEqual([]);
});

test("gives up after three more attempts", async () => {
  const { reply, keys } = await sent("GET", [later, later, later, later, later]);
  expect(reply).toBe(later);
  expect(keys).toHaveLength(4);
});
