import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { usersClient } from "../../functions/clients.ts";
import { type Laptop, putPipeline, resetKey, startLaptop } from "../support/laptop.ts";
import { addPortalUser, type PortalUser } from "../support/portal-user.ts";
import { expectProblem } from "../support/problem.ts";

const BUCKET = "keyturn-000000000000-us-east-1";
const PATH = "/v1/adoptions";

let laptop: Laptop;
let superAdmin: string;
beforeAll(async () => {
  laptop = await startLaptop({ KEYTURN_ADOPTED_USER_PATHS: "/portal/" });
  superAdmin = await laptop.token("super_admin");
});
afterAll(() => laptop.close());

const addUser = (user: PortalUser) =>
  addPortalUser(usersClient({ endpoint: laptop.awsUrl, region: "us-east-1" }), {
    ...{ bucket: BUCKET, folder: `legacy/${user.userName}/`, org: "acme" },
    ...user,
  });
const rowOf = (userName: string, more: object = {}) => ({
  ...{ serviceName: `Data of ${userName}`, bucket: BUCKET, folder: `legacy/${userName}/`, userName },
  ...more,
});
const adopt = (rows: object[], token = superAdmin, more: object = {}) =>
  laptop.call("POST", PATH, { token, body: { rows, ...more } });

async function works(key: { accessKeyId: string; secretAccessKey: string }, folder: string) {
  const client = laptop.s3(key);
  const object = { Bucket: BUCKET, Key: `${folder}file.csv` };
  try {
    await client.send(new PutObjectCommand({ ...object, Body: "1,2\n" }));
    return (await client.send(new GetObjectCommand(object))).$metadata.httpStatusCode === 200;
  } catch (error) {
    return (error as Error).name;
  }
}

describe("a portal's own users", () => {
  test("move in with their keys, and their keys are reset like any other", async () => {
    const [given] = await addUser({ userName: "s3-sales" });
    if (!given) throw new Error("no key");
    await putPipeline(laptop, superAdmin, "nightly");
    const looked = await adopt([rowOf("s3-sales", { pipelineIds: ["nightly"] })], superAdmin, {
      dryRun: true,
    });
    expect(looked.body).toMatchObject({ dryRun: true, items: [{ row: 0, outcome: "adoptable" }] });
    const answer = await adopt([rowOf("s3-sales", { pipelineIds: ["nightly"] })]);
    expect(answer.status).toBe(200);
    const [{ connectionId, ...item }] = answer.body.items;
    expect(item).toMatchObject({ row: 0, outcome: "adopted", accessKeyId: given.accessKeyId });
    expect(JSON.stringify(answer.body)).not.toContain(given.secretAccessKey);
    expect(await works(given, "legacy/s3-sales/")).toBe(true);

    const grid = await laptop.call("GET", `/v1/connections/${connectionId}`, { token: superAdmin });
    expect(grid.body).toMatchObject({
      ...{ bucket: BUCKET, folder: "legacy/s3-sales/", userName: "s3-sales", status: "active" },
      accessKeyId: given.accessKeyId,
    });
    const reset = await resetKey(laptop, superAdmin, connectionId, {
      expectedAccessKeyId: given.accessKeyId,
    });
    expect(reset).toMatchObject({
      status: 200,
      body: { previousKeyStopped: true, dependents: { count: 1 } },
    });
    expect(await works(reset.body.credentials, "legacy/s3-sales/")).toBe(true);
    expect(await works(reset.body.credentials, "legacy/another/")).toBe("AccessDenied");
    expect(await works(given, "legacy/s3-sales/")).toBe("InvalidAccessKeyId");

    const staged = await resetKey(laptop, superAdmin, connectionId, { mode: "staged" });
    expect(staged.status).toBe(200);
    expect(await works(reset.body.credentials, "legacy/s3-sales/")).toBe(true);
    const told = (await laptop.told("acme")).map(({ type }) => type);
    expect(told).toEqual(expect.arrayContaining(["ConnectionAdopted", "ServiceCreated"]));
  });

  test("are taken once, however often they are asked for", async () => {
    await addUser({ userName: "s3-again" });
    const first = await adopt([rowOf("s3-again")]);
    const second = await adopt([rowOf("s3-again")]);
    expect(second.body.items).toMatchObject([
      { outcome: "already_adopted", connectionId: first.body.items[0].connectionId },
    ]);
  });

  test("keep a second key, which nobody touches: it is in a reset's way until whoever made it takes it away", async () => {
    const [current, spared] = await addUser({ userName: "s3-two", keys: 2 });
    if (!current || !spared) throw new Error("no keys");
    expect((await adopt([rowOf("s3-two")])).body.items).toMatchObject([
      { outcome: "refused", reasons: [{ code: "several_keys" }] },
    ]);
    const answer = await adopt([rowOf("s3-two", { accessKeyId: current.accessKeyId })]);
    const [{ connectionId, serviceId, serviceName, sparedAccessKeyIds }] = answer.body.items;
    expect(sparedAccessKeyIds).toEqual([spared.accessKeyId]);
    expectProblem(await resetKey(laptop, superAdmin, connectionId), 409, "unmanaged_key_present");
    const removal = `/v1/connections/${connectionId}/access-key?confirm=${current.accessKeyId}`;
    expect((await laptop.call("DELETE", removal, { token: superAdmin })).status).toBe(200);
    expect(await works(current, "legacy/s3-two/")).toBe("InvalidAccessKeyId");
    const created = await resetKey(laptop, superAdmin, connectionId);
    expect(created.status).toBe(201);
    expect(await works(created.body.credentials, "legacy/s3-two/")).toBe(true);
    const path = `/v1/services/${serviceId}?confirm=${encodeURIComponent(serviceName)}`;
    expect((await laptop.call("DELETE", path, { token: superAdmin })).status).toBe(204);
    expect(await works(created.body.credentials, "legacy/s3-two/")).toBe("InvalidAccessKeyId");
    await laptop.sweep();
    expect(await works(spared, "legacy/s3-two/")).toBe(true);
  });
});

describe("who may adopt whom", () => {
  test("another org's user, an untagged one and one elsewhere are none at all, whoever else has them", async () => {
    await addUser({ userName: "s3-theirs", org: "globex" });
    await addUser({ userName: "s3-outside", path: "/elsewhere/" });
    await addUser({ userName: "s3-taken", org: "globex" });
    const globex = await laptop.token("super_admin", "globex");
    expect((await adopt([rowOf("s3-taken")], globex)).body.items[0].outcome).toBe("adopted");
    const made = await laptop.call("POST", "/v1/services", {
      ...{ token: superAdmin, body: { name: "Sales", type: "s3", owner: "provider" } },
    });
    const names = ["s3-theirs", "s3-outside", "s3-taken", made.body.connection.userName, "s3-nobody"];
    const { body } = await adopt(names.map((name) => rowOf(name)));
    const answers = body.items.map(({ outcome, reasons, ...item }: Record<string, unknown>) => ({
      ...{ outcome, reasons, more: Object.keys(item).toSorted() },
    }));
    for (const answer of answers) expect(answer).toEqual(answers.at(-1));
    expect(answers[0]).toMatchObject({ outcome: "refused", reasons: [{ code: "no_such_user" }] });
  });

  test("only a super admin may", async () => {
    for (const role of ["admin", "member+", "member", "support"]) {
      expectProblem(await adopt([rowOf("s3-x")], await laptop.token(role)), 403, "forbidden");
    }
  });
});

describe("what is asked for", () => {
  const row = () => rowOf("s3-bad");
  test.each([
    ["no rows", () => ({ rows: [] }), "rows"],
    ["too many", () => ({ rows: Array.from({ length: 101 }, row) }), "rows"],
    ["an unknown field", () => ({ rows: [{ ...row(), secretAccessKey: "x" }] }), "rows.0.secretAccessKey"],
    [
      "a row without a user",
      () => ({ rows: [{ serviceName: "a", bucket: "b", folder: "c" }] }),
      "rows.0.userName",
    ],
    ["a dry run that is none", () => ({ rows: [row()], dryRun: "yes" }), "dryRun"],
  ])("%s is refused by its path", async (_, body, path) => {
    const answer = await laptop.call("POST", PATH, { token: superAdmin, body: body() });
    const { errors } = expectProblem(answer, 400, "invalid_request");
    expect(errors?.map((error) => error.path)).toEqual([path]);
  });

  test("a hundred rows at once are looked at", async () => {
    const rows = Array.from({ length: 100 }, (_, n) => rowOf(`s3-nobody-${n}`));
    const { status, body } = await adopt(rows, superAdmin, { dryRun: true });
    expect(status).toBe(200);
    expect(body.items.map(({ row: place }: { row: number }) => place)).toEqual(rows.map((_, n) => n));
  });

  test("what is wrong with a row is said of that row, and the others are taken; a secret is not repeated", async () => {
    await addUser({ userName: "s3-good" });
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const rows = [rowOf("s3-bad", { accessKeyId: secret }), rowOf("s3-good"), rowOf(secret)];
    const { status, body } = await adopt(rows);
    expect(status).toBe(200);
    expect(body.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      "refused",
      "adopted",
      "refused",
    ]);
    expect(JSON.stringify(body)).not.toContain(secret);
  });
});
