import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addService, type Laptop, startLaptop } from "../support/laptop.ts";
import { keysOf, rootIam, stateOf, usersOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";
import { makeTarget } from "../support/route-table.ts";

let laptop: Laptop;
let token: string;
beforeAll(async () => {
  laptop = await startLaptop({ KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100" });
  token = await laptop.token();
});
afterAll(() => laptop.close());

const post = (path: string, key: string, body: object, as = token) =>
  laptop.call("POST", path, { token: as, body, headers: { "idempotency-key": key } });
const newService = (name: string) => ({ name, type: "s3", owner: "provider" });

describe("POST /v1/services", () => {
  test("again answers the same service, and nothing more is made", async () => {
    const first = await post("/v1/services", "svc-1", newService("Once"));
    const before = await stateOf(laptop, "acme");
    const again = await post("/v1/services", "svc-1", newService("Once"));
    expect(again).toMatchObject({ status: first.status, body: first.body });
    expect(await stateOf(laptop, "acme")).toEqual(before);
  });

  test("with another body, or for another route, is refused", async () => {
    const { body } = await post("/v1/services", "svc-2", newService("This"));
    const before = await stateOf(laptop, "acme");
    const other = await post("/v1/services", "svc-2", newService("That"));
    expectProblem(other, 422, "idempotency_key_reused");
    const path = `/v1/services/${body.service.serviceId}/connections`;
    expect(await stateOf(laptop, "acme")).toEqual(before);
    expect((await post(path, "svc-2", {})).status).toBe(201); // remembered for each service by itself
  });

  test("with two bodies at once makes one of them, and answers nobody with the other's", async () => {
    const as = await laptop.token("admin", "torn");
    const names = Array.from({ length: 20 }, (_, index) => (index % 2 ? "This" : "That"));
    const send = (name: string) => post("/v1/services", "svc-3", newService(name), as);
    const answers = await Promise.all(names.map(send));
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 201) expect(answer.body.service.name).toBe(names[index]);
      else expectProblem(answer, 422, "idempotency_key_reused");
    }
    expect((await laptop.call("GET", "/v1/services", { token: as })).body.items).toHaveLength(1);
    const connections = (await laptop.call("GET", "/v1/connections", { token: as })).body.items;
    expect(connections).toHaveLength(1);
    const { body } = await laptop.call("GET", "/v1/services", { token: as });
    expect(connections[0].serviceName).toBe(body.items[0].name);
    expect(await usersOf(rootIam(laptop), "torn")).toHaveLength(1);
  });

  test("of a service that was deleted since does not bring it back", async () => {
    const { body } = await post("/v1/services", "svc-4", newService("Gone"));
    const path = `/v1/services/${body.service.serviceId}?confirm=Gone`;
    expect((await laptop.call("DELETE", path, { token })).status).toBe(204);
    expectProblem(await post("/v1/services", "svc-4", newService("Gone")), 404, "not_found");
  });
});

test("POST connections again answers the same connection; with another body it is refused", async () => {
  const { service } = await addService(laptop, token, "Wide");
  const path = `/v1/services/${service.serviceId}/connections`;
  const first = await post(path, "con-1", { region: "eu-central-1" });
  const again = await post(path, "con-1", { region: "eu-central-1" });
  expect(again).toMatchObject({ status: 201, body: first.body });
  expectProblem(await post(path, "con-1", {}), 422, "idempotency_key_reused");
  expect((await laptop.call("GET", path, { token })).body.items).toHaveLength(2);
});

describe("POST access-key", () => {
  const reset = (connectionId: string, key: string, body: object = {}) =>
    post(`/v1/connections/${connectionId}/access-key`, key, body);

  test("again answers the same key without its secret, also after another reset", async () => {
    const { connectionId, userName } = await makeTarget(laptop, token);
    const first = await reset(connectionId, "key-1");
    const { accessKeyId } = first.body.credentials;
    const replay = { status: 200, body: { replayed: true } };
    const again = await reset(connectionId, "key-1");
    expect(again).toMatchObject(replay);
    expect(again.body.credentials).toEqual({ accessKeyId });
    expect(again.body.connection).toEqual(first.body.connection);
    expect(JSON.stringify(again.body)).not.toContain("ecret");

    const second = await reset(connectionId, "key-2");
    expect(second.body.credentials.accessKeyId).not.toBe(accessKeyId);
    const late = await reset(connectionId, "key-1");
    expect(late).toMatchObject(replay);
    expect(late.body.credentials).toEqual({ accessKeyId });
    expect(late.body.connection.accessKeyId).toBe(second.body.credentials.accessKeyId);
    expect(await keysOf(rootIam(laptop), userName)).toHaveLength(1);
  });

  test("with another body is refused, and a refused request is not remembered", async () => {
    const { connectionId, accessKeyId } = await makeTarget(laptop, token);
    const wrong = await reset(connectionId, "key-3", { expectedAccessKeyId: null });
    expectProblem(wrong, 409, "key_changed");
    const right = await reset(connectionId, "key-3", { expectedAccessKeyId: accessKeyId });
    expect(right.status).toBe(200);
    const other = await reset(connectionId, "key-3", { reason: "lost" });
    expectProblem(other, 422, "idempotency_key_reused");
  });

  test("a first key is answered again as created", async () => {
    const { connection } = await addService(laptop, token);
    const first = await reset(connection.connectionId, "key-4");
    const again = await reset(connection.connectionId, "key-4");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toMatchObject({ replayed: true });
  });

  test("is remembered for a day, twenty of them a connection", async () => {
    const { connectionId, userName } = await makeTarget(laptop, token);
    const first = await reset(connectionId, "n-0");
    for (let i = 1; i < 20; i++) expect((await reset(connectionId, `n-${i}`)).status).toBe(200);
    const more = await reset(connectionId, "n-20");
    expectProblem(more, 429, "too_many_idempotency_keys");
    expect(Number(more.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await reset(connectionId, "n-0")).toMatchObject({ body: { replayed: true } });
    await laptop.advance(1);
    const anew = await reset(connectionId, "n-0");
    expect(anew).toMatchObject({
      status: 200,
      body: { credentials: { secretAccessKey: expect.any(String) } },
    });
    expect(anew.body.credentials.accessKeyId).not.toBe(first.body.credentials.accessKeyId);
    expect(await keysOf(rootIam(laptop), userName)).toHaveLength(1);
  });
});

test("a day later the same key makes another service", async () => {
  const first = await post("/v1/services", "daily", newService("Daily"));
  await laptop.advance(1);
  const second = await post("/v1/services", "daily", newService("Daily"));
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body.service.serviceId).not.toBe(first.body.service.serviceId);
});
