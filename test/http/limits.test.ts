import { afterAll, beforeAll, expect, test } from "vitest";
import { plus, SECOND_MS } from "../../core/clock.ts";
import { addService, type Laptop, resetKey, startLaptop } from "../support/laptop.ts";
import { keysOf, rootIam, stateOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";

let laptop: Laptop;
let token: string;
beforeAll(async () => {
  laptop = await startLaptop();
  token = await laptop.token();
});
afterAll(() => laptop.close());

const remove = (connectionId: string, accessKeyId: string) =>
  laptop.call("DELETE", `/v1/connections/${connectionId}/access-key?confirm=${accessKeyId}`, { token });

test("six key operations a minute a connection, and not one more until the first is a minute old", async () => {
  const { connection } = await addService(laptop, token);
  const { connectionId } = connection;
  const first = await resetKey(laptop, token, connectionId);
  expect(first.status).toBe(201);
  for (let i = 0; i < 3; i++) expect((await resetKey(laptop, token, connectionId)).status).toBe(200);
  const fifth = await resetKey(laptop, token, connectionId, { reason: "compromised" });
  expect((await remove(connectionId, fifth.body.credentials.accessKeyId)).status).toBe(200);

  const before = await stateOf(laptop, "acme");
  const seventh = await resetKey(laptop, token, connectionId);
  expect(expectProblem(seventh, 429, "too_many_operations").params).toEqual({ max: 6 });
  const wait = Number(seventh.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(50);
  expect(wait).toBeLessThanOrEqual(60);

  // The operation was taken at most a moment before its key was created.
  const firstAt = first.body.connection.updatedOn;
  await laptop.call("POST", "/_local/clock", { body: { now: plus(firstAt, 50 * SECOND_MS) } });
  const early = await resetKey(laptop, token, connectionId);
  expectProblem(early, 429, "too_many_operations");
  expect(Number(early.headers.get("retry-after"))).toBeLessThanOrEqual(10);
  expect(await stateOf(laptop, "acme")).toEqual(before);

  await laptop.call("POST", "/_local/clock", { body: { now: plus(firstAt, 60 * SECOND_MS) } });
  const again = await resetKey(laptop, token, connectionId);
  expect(again.status).toBe(201);
  const keys = await keysOf(rootIam(laptop), connection.userName);
  expect(keys.map((key) => key.AccessKeyId)).toEqual([again.body.credentials.accessKeyId]);
});

test("what is refused or replayed does not count, and each connection counts for itself", async () => {
  const { connection } = await addService(laptop, token, "Counted");
  const { connectionId } = connection;
  for (let i = 0; i < 5; i++) await resetKey(laptop, token, connectionId);
  for (let i = 0; i < 10; i++) {
    const wrong = await resetKey(laptop, token, connectionId, { expectedAccessKeyId: null });
    expectProblem(wrong, 409, "key_changed");
    expectProblem(await remove(connectionId, "AKIAWRONGWRONGWRONG"), 409, "confirmation_mismatch");
  }
  const path = `/v1/connections/${connectionId}/access-key`;
  const request = { token, body: {}, headers: { "idempotency-key": "sixth" } };
  expect((await laptop.call("POST", path, request)).status).toBe(200);
  expect(await laptop.call("POST", path, request)).toMatchObject({ status: 200, body: { replayed: true } });
  expectProblem(await resetKey(laptop, token, connectionId), 429, "too_many_operations");
  const other = await addService(laptop, token, "Another");
  expect((await resetKey(laptop, token, other.connection.connectionId)).status).toBe(201);
});

test("ten connections a data service, also when they are asked for at once", async () => {
  const { service } = await addService(laptop, token, "Wide");
  const path = `/v1/services/${service.serviceId}/connections`;
  const add = () => laptop.call("POST", path, { token, body: {} });
  const answers = await Promise.all(Array.from({ length: 15 }, add));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(9);
  for (const answer of answers.filter((one) => one.status !== 201)) {
    expect(expectProblem(answer, 409, "connection_limit_reached").params).toEqual({ max: 10 });
  }
  const { items } = (await laptop.call("GET", path, { token })).body;
  expect(items).toHaveLength(10);

  const { connectionId, userName } = items[0];
  const gone = await laptop.call("DELETE", `/v1/connections/${connectionId}?confirm=${userName}`, { token });
  expect(gone.status).toBe(204);
  expect((await add()).status).toBe(201);
  expectProblem(await add(), 409, "connection_limit_reached");
});
