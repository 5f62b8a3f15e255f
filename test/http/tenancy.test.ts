import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../functions/routes.ts";
import {
  type ApiAnswer,
  addService,
  type Laptop,
  putPipeline,
  resetKey,
  startLaptop,
} from "../support/laptop.ts";
import { rootIam, stateOf, usersOf } from "../support/left-behind.ts";
import { expectProblem, withoutRequestId } from "../support/problem.ts";
import { makeTarget, requestOf, routeNames, type Target } from "../support/route-table.ts";

let laptop: Laptop;
let victim: Target;
let mine: Target;
let token: string;
let before: object;
beforeAll(async () => {
  laptop = await startLaptop();
  victim = await makeTarget(laptop, await laptop.token("super_admin", "victim"), "Unannounced merger");
  token = await laptop.token("super_admin", "mallory");
  mine = await makeTarget(laptop, token);
  before = await stateOf(laptop, "victim");
});
afterAll(() => laptop.close());

const nobodys: Target = {
  serviceId: `svc_${"0".repeat(32)}`,
  serviceName: "Nothing",
  connectionId: `con_${"0".repeat(32)}`,
  userName: `kt-nothing-${"0".repeat(32)}`,
  accessKeyId: "AKIANOBODYSNOBODYS00",
  pipelineId: "nobodys",
  region: "eu-central-1",
};

/** A pipeline's id is its portal's own: to put one makes it, whoever else has one of that id. A region is nobody's. */
const nobodysOwn = ["putPipeline", "resetRegionalKey"];
const namesAnId = routeNames.filter((name) => routes[name].path.includes("{") && !nobodysOwn.includes(name));

describe("another org's id in the path is an id that does not exist", () => {
  test.each(namesAnId)("%s", async (name) => {
    const send = async (target: Target) => {
      const { method, path, body } = requestOf(name, target);
      return laptop.call(method, path, { token, body });
    };
    const [theirs, none] = [await send(victim), await send(nobodys)];
    expectProblem(theirs, 404, "not_found");
    expect(withoutRequestId(theirs)).toEqual(withoutRequestId(none));
    expect(await stateOf(laptop, "victim")).toEqual(before);
  });
});

describe("another org's key id in a query or a body says nothing", () => {
  const url = () => `/v1/connections/${mine.connectionId}/access-key`;
  const told = (answer: ApiAnswer) => JSON.stringify(withoutRequestId(answer));

  test("as the confirmation of a removal", async () => {
    const send = (id: string) => laptop.call("DELETE", `${url()}?confirm=${id}`, { token });
    const [theirs, none] = [await send(victim.accessKeyId), await send(nobodys.accessKeyId)];
    expectProblem(theirs, 409, "confirmation_mismatch");
    expect(told(theirs).replaceAll(victim.accessKeyId, nobodys.accessKeyId)).toBe(told(none));
  });

  test("as the key that a reset expects", async () => {
    const send = (expectedAccessKeyId: string) =>
      laptop.call("POST", url(), { token, body: { expectedAccessKeyId } });
    const [theirs, none] = [await send(victim.accessKeyId), await send(nobodys.accessKeyId)];
    expectProblem(theirs, 409, "key_changed");
    expect(told(theirs)).toBe(told(none));
  });
});

describe("another org's pipelines", () => {
  test("cannot be linked, and are as unknown as those that do not exist", async () => {
    const body = (pipelineId: string) => ({ pipelineIds: [mine.pipelineId, pipelineId] });
    const path = `/v1/services/${mine.serviceId}`;
    const link = (id: string) => laptop.call("PATCH", path, { token, body: body(id) });
    const add = (id: string) =>
      laptop.call("POST", "/v1/services", {
        token,
        body: { name: "Linked", type: "s3", owner: "provider", ...body(id) },
      });
    for (const send of [link, add]) {
      const [theirs, none] = [await send(victim.pipelineId), await send(nobodys.pipelineId)];
      expect(expectProblem(theirs, 400, "unknown_pipeline").errors).toMatchObject([
        { path: "pipelineIds.1" },
      ]);
      expect(withoutRequestId(theirs)).toEqual(withoutRequestId(none));
    }
    expect(await stateOf(laptop, "victim")).toEqual(before);
  });

  test("are not changed by one of the same id, nor asked about files", async () => {
    const own = await putPipeline(laptop, token, victim.pipelineId, { filePatterns: ["mine.csv"] });
    expect(own.status).toBe(201);
    const body = { fileNames: ["theirs.csv", "mine.csv"] };
    const { items } = (await laptop.call("POST", "/v1/pipelines/identify", { token, body })).body;
    expect(items.map((item: { readerCount: number }) => item.readerCount)).toEqual([1, 2]);
    const path = `/v1/pipelines/${victim.pipelineId}`;
    expect((await laptop.call("DELETE", path, { token })).status).toBe(204);
    expect(await stateOf(laptop, "victim")).toEqual(before);
  });
});

test("lists and history show nothing of another org", async () => {
  for (const path of ["services", "connections", "pipelines", "history"]) {
    const answer = await laptop.call("GET", `/v1/${path}`, { token });
    expect(answer.body.items).not.toEqual([]);
    for (const secret of [...Object.values(victim), "victim", "merger"]) {
      expect(JSON.stringify(answer.body)).not.toContain(secret);
    }
  }
});

test("another org's cursor is refused by every list", async () => {
  const theirs = await laptop.token("super_admin", "victim");
  await makeTarget(laptop, theirs, "A second service");
  const lists = ["/v1/services", "/v1/connections", "/v1/pipelines", "/v1/history"];
  const paged = [...lists, `/v1/connections/${victim.connectionId}/history`];
  for (const [index, path] of paged.entries()) {
    const first = await laptop.call("GET", `${path}?limit=1`, { token: theirs });
    expect(first.body.cursor).toEqual(expect.any(String));
    const own = lists[index] ?? `/v1/connections/${mine.connectionId}/history`;
    const answer = await laptop.call("GET", `${own}?cursor=${first.body.cursor}`, { token });
    expect(expectProblem(answer, 400, "invalid_cursor").errors).toMatchObject([{ path: "cursor" }]);
  }
});

test("the same Idempotency-Key of another org, or of another person, is another request", async () => {
  const headers = { "idempotency-key": "the-same-one" };
  const body = { name: "Idempotent", type: "s3", owner: "provider" };
  const callers = [
    await laptop.token("admin", "idem-a", { sub: "ada" }),
    await laptop.token("admin", "idem-b", { sub: "ada" }),
    await laptop.token("admin", "idem-b", { sub: "bob" }),
  ];
  const made = [];
  for (const one of callers)
    made.push(await laptop.call("POST", "/v1/services", { token: one, body, headers }));
  expect(made.map((answer) => answer.status)).toEqual([201, 201, 201]);
  expect(new Set(made.map((answer) => answer.body.service.serviceId)).size).toBe(3);

  const { connectionId } = made[1]?.body.connection ?? {};
  const reset = (index: number) =>
    laptop.call("POST", `/v1/connections/${connectionId}/access-key`, {
      token: callers[index] ?? "",
      body: {},
      headers,
    });
  const [adas, bobs] = [await reset(1), await reset(2)];
  expect(adas).toMatchObject({ status: 201, body: { credentials: { secretAccessKey: expect.any(String) } } });
  expect(bobs).toMatchObject({ status: 200, body: { credentials: { secretAccessKey: expect.any(String) } } });
  expect(bobs.body.credentials.accessKeyId).not.toBe(adas.body.credentials.accessKeyId);
});

test("orgs that differ in case only are different orgs", async () => {
  const [upper, lower] = [await laptop.token("admin", "Acme"), await laptop.token("admin", "acme")];
  const headers = { "idempotency-key": "first" };
  const body = { name: "Sales", type: "s3", owner: "provider" };
  const a = (await laptop.call("POST", "/v1/services", { token: upper, body, headers })).body;
  const b = (await laptop.call("POST", "/v1/services", { token: lower, body, headers })).body;
  expect(a.service.serviceId).not.toBe(b.service.serviceId);
  expect(a.connection.folder.split("/")[0]).not.toBe(b.connection.folder.split("/")[0]);
  const path = `/v1/connections/${a.connection.connectionId}`;
  expectProblem(await laptop.call("GET", path, { token: lower }), 404, "not_found");
  const iam = rootIam(laptop);
  const users = await Promise.all(["Acme", "acme"].map((org) => usersOf(iam, org)));
  expect(users.map((of) => of.map((user) => user.UserName))).toEqual([
    [a.connection.userName],
    [b.connection.userName],
  ]);
});

test("a key opens its own folder and not that of another org", async () => {
  const theirs = await addService(laptop, await laptop.token("admin", "victim"), "Objects");
  const { bucket, folder, connectionId } = theirs.connection;
  const owners = await resetKey(laptop, await laptop.token("admin", "victim"), connectionId);
  const Key = `${folder}merger.txt`;
  const put = new PutObjectCommand({ Bucket: bucket, Key, Body: "not for you" });
  await laptop.s3(owners.body.credentials).send(put);
  const reset = await resetKey(laptop, token, mine.connectionId);
  const s3 = laptop.s3(reset.body.credentials);
  const denied = { $metadata: { httpStatusCode: 403 } };
  await expect(s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).rejects.toMatchObject(denied);
  for (const Prefix of [folder, folder.slice(0, -1), "", Key]) {
    const list = new ListObjectsV2Command({ Bucket: bucket, Prefix });
    await expect(s3.send(list)).rejects.toMatchObject(denied);
  }
});
