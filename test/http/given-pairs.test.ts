import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addCustomersService,
  type CustomersUser,
  customersAccount,
  rootOf,
  storedPair,
} from "../support/customers-account.ts";
import { openIamGate } from "../support/iam-gate.ts";
import { type ApiAnswer, type KeyPair, type Laptop, putPipeline, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { watchOutput } from "../support/process-output.ts";
import { filesOf, itemsOf, type Places, placesWith } from "../support/secret-search.ts";

// Pairs that customers give, and what becomes of those that are wrong. The page's steps are walked in
// test/portals/connector-customer.test.ts.

let laptop: Laptop;
let gate: Awaited<ReturnType<typeof openIamGate>>;
let output: ReturnType<typeof watchOutput>;
let aws: ReturnType<typeof customersAccount>;
/** Every secret that was made, and every answer that was given. */
const secrets: string[] = [];
const answers: Places = new Map();

beforeAll(async () => {
  gate = await openIamGate();
  output = watchOutput();
  laptop = await startLaptop({
    ...{ KEYTURN_PRESET: "connector", KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100" },
    ...{ POWERTOOLS_LOG_LEVEL: "DEBUG", AWS_ENDPOINT_URL_STS: gate.environment.AWS_ENDPOINT_URL_IAM },
  });
  aws = customersAccount(rootOf(laptop));
});
afterAll(async () => {
  output.stop();
  await laptop.close();
  await gate.close();
});

async function send(method: string, path: string, token: string, body?: unknown): Promise<ApiAnswer> {
  const answer = await laptop.call(method, path, { token, ...(body !== undefined && { body }) });
  const told = JSON.stringify(answer.body) + JSON.stringify([...answer.headers]);
  answers.set(`answer ${answers.size}`, Buffer.from(told));
  return answer;
}

/** A new key in the AWS console. */
async function makeKey(user: Pick<CustomersUser, "userName">): Promise<KeyPair> {
  const pair = await aws.makeKey(user);
  secrets.push(pair.secretAccessKey);
  return pair;
}

/** What the connector reads from the store. */
const stored = (org: string, connectionId: string) => storedPair(laptop, { org, connectionId });

/** A connection of a customer's own, with its first pair. */
async function connected(org: string) {
  const token = await laptop.token("super_admin", org);
  const user = await aws.makeUser();
  const { answer, pair } = await addCustomersService(laptop, token, user);
  secrets.push(pair.secretAccessKey);
  expect(answer).toMatchObject({ status: 201, body: { service: { owner: "customer" } } });
  const { connectionId, serviceId } = answer.body.connection;
  const path = `/v1/connections/${connectionId}`;
  return {
    ...{ org, token, user, first: pair, connectionId, serviceId, path },
    look: async () => (await send("GET", path, token)).body,
    put: (body: unknown) => send("PUT", `${path}/access-key`, token, body),
    retire: (body: object = {}) => send("POST", `${path}/access-key/retire`, token, body),
  };
}

describe("what is not taken", () => {
  let orgs = 0;

  /** The answer in less than ten seconds, and the pair before still in place. */
  async function refused(given: (user: CustomersUser, first: KeyPair) => Promise<KeyPair>, check: object) {
    const { put, user, look, org, connectionId, first } = await connected(`bad-${++orgs}`);
    const before = await look();
    const pair = await given(user, first);
    secrets.push(pair.secretAccessKey);
    const began = Date.now();
    const answer = await put(pair);
    const tookMs = Date.now() - began;
    expectProblem(answer, 422, "credentials_rejected");
    expect(answer.body.params).toEqual(check);
    expect(tookMs).toBeLessThan(10_000);
    expect(await look()).toEqual(before);
    expect(await stored(org, connectionId)).toEqual(first);
  }

  const elsewhere = async (statements: object[] | undefined, accountId?: string) =>
    makeKey(await aws.makeUser(statements, accountId));

  test("a wrong secret", () =>
    refused(
      async (user) => ({
        ...(await makeKey(user)),
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYwrongKEY",
      }),
      { check: "identity" },
    ));

  // AWS is asked for eight seconds whether it has heard of these two: of both at the same time.

  test.concurrent("an inactive key", () =>
    refused(
      async (user) => {
        const pair = await makeKey(user);
        await aws.deactivate(user, pair.accessKeyId);
        return pair;
      },
      { check: "identity" },
    ));

  test.concurrent("a key that nobody knows", () =>
    refused(
      async () => ({ accessKeyId: "AKIANOBODYSKEY000001", secretAccessKey: "wJalrXUtnFEMI/nobodys/KEY" }),
      { check: "identity" },
    ));

  test("temporary credentials", () =>
    refused(
      async () => ({ accessKeyId: "ASIATEMPORARYKEY0001", secretAccessKey: "wJalrXUtnFEMI/temporary/KEY" }),
      { check: "temporary" },
    ));

  test("a root key", () => refused(async () => aws.root, { check: "root" }));

  test("a key of another account", () =>
    refused(() => elsewhere(undefined, "444455556666"), { check: "other_account" }));

  test("a key that may not list the bucket", () =>
    refused(() => elsewhere([{ Effect: "Allow", Action: "s3:PutObject", Resource: "*" }]), {
      ...{ check: "listing", reason: "no_permission" },
    }));

  test("a pair that AWS is slow to answer about", async () => {
    let held: ReturnType<typeof gate.hold> | undefined;
    await refused(
      async (user) => {
        const pair = await makeKey(user);
        held = gate.hold("GetCallerIdentity");
        return pair;
      },
      { check: "timeout" },
    );
    held?.release();
  });

  test("a first pair that is wrong, or a bucket that is none or elsewhere: nothing is made", async () => {
    const org = "first-bad";
    const token = await laptop.token("super_admin", org);
    const user = await aws.makeUser();
    const pair = await makeKey(user);
    const { region, bucket, folder } = user;
    const attempts = [
      [{ secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYwrongKEY" }, { check: "identity" }],
      [{ bucket: "nobodys-bucket-at-all" }, { check: "listing", reason: "no_such_bucket" }],
      [{ region: "us-east-1" }, { check: "listing", reason: "other_region" }],
    ] as const;
    for (const [change, params] of attempts) {
      const customer = { region, bucket, folder, ...pair, ...change };
      const body = { name: "Own", type: "s3", owner: "customer", customer };
      const answer = await send("POST", "/v1/services", token, body);
      expectProblem(answer, 422, "credentials_rejected");
      expect(answer.body.params).toEqual(params);
    }
    expect((await send("GET", "/v1/services", token)).body.items).toEqual([]);
    expect((await send("GET", "/v1/connections", token)).body.items).toEqual([]);
  });

  test("bodies with faults in every field, and secrets in the wrong ones, are refused without them", async () => {
    const { put, token, user, path, look } = await connected("malformed");
    const before = await look();
    const pair = await makeKey(user);
    const secret = pair.secretAccessKey;
    const { region, bucket, folder } = user;
    const customer = { region, bucket, folder, ...pair };
    const valid = { name: "Own", type: "s3", owner: "customer", customer };
    const puts = [
      { ...pair, accessKeyId: secret },
      { ...pair, expectedAccessKeyId: `${secret}/+` },
      { ...pair, reason: secret },
      { ...pair, force: secret },
      { ...pair, [secret]: true },
      { ...pair, secretAccessKey: `${secret} ` },
      { ...pair, secretAccessKey: [secret] },
      { ...pair, secretAccessKey: { secret } },
      { accessKeyId: secret, secretAccessKey: pair.accessKeyId, mode: secret, graceHours: secret },
      `{"accessKeyId":"${pair.accessKeyId}","secretAccessKey":"${secret}"`,
      JSON.stringify(secret),
    ];
    const posts = [
      { ...valid, customer: { ...customer, bucket: secret } },
      { ...valid, customer: { ...customer, region: secret } },
      { ...valid, customer: { ...customer, folder: secret } },
      { ...valid, customer: { ...customer, folder: `/${secret}` } },
      { ...valid, customer: { ...customer, accessKeyId: secret } },
      { ...valid, customer: { ...customer, sessionToken: secret } },
      { ...valid, name: secret },
      { ...valid, owner: "provider" },
      { ...valid, owner: secret, type: secret },
      { ...valid, region: "us-east-1" },
      { ...valid, customer: secret },
      { ...valid, customer: undefined },
    ];
    for (const body of puts) expect((await put(body)).status).toBe(400);
    for (const body of posts) expect((await send("POST", "/v1/services", token, body)).status).toBe(400);
    const url = encodeURIComponent(secret);
    expect((await send("PUT", `${path}/access-key?x=${url}`, token, pair)).status).toBe(400);
    const { status } = await send("PUT", `/v1/connections/${url}/access-key`, token, pair);
    expect([400, 404]).toContain(status);
    expect(await look()).toEqual(before);
  });

  test.each([
    "arn:aws:s3:us-east-1:111122223333:accesspoint/x",
    "arn:aws:s3:::bucket",
    "bucket/../other",
    "bucket.s3.evil.example/",
    "user@evil.example",
    "evil.example:80",
    "Bucket",
    "192.168.0.1",
    "a..b",
    "-bucket",
    "my-alias-s3alias",
    "mfzwi23gnjvgw.mrap",
    "dir--use1-az4--x-s3",
    "b?x=y",
    "b#x",
    "ab",
  ])("a bucket called %s", async (bucket) => {
    const token = await laptop.token("super_admin", "names");
    const customer = {
      ...{ bucket, region: "us-east-1", accessKeyId: "AKIANOBODYSKEY000001" },
      secretAccessKey: "wJalrXUtnFEMI/nobodys/KEY",
    };
    const body = { name: "Own", type: "s3", owner: "customer", customer };
    const answer = await send("POST", "/v1/services", token, body);
    expectProblem(answer, 400, "invalid_request");
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toContain("customer.bucket");
  });
});

test("what makes no sense for an owner is refused as such", async () => {
  const { token, path, put, user, connectionId, org, serviceId } = await connected("owners");
  const reset = await send("POST", `${path}/access-key`, token, {});
  expectProblem(reset, 409, "customer_managed");
  expectProblem(await send("POST", `${path}/access-key/restore`, token, {}), 409, "customer_managed");
  expectProblem(
    await send("POST", `/v1/services/${serviceId}/connections`, token, {}),
    409,
    "customer_managed",
  );
  const provider = { name: "Managed", type: "s3", owner: "provider" };
  const managed = (await send("POST", "/v1/services", token, provider)).body.connection.connectionId;
  const pair = await makeKey(user);
  expectProblem(
    await send("PUT", `/v1/connections/${managed}/access-key`, token, pair),
    409,
    "provider_managed",
  );
  // Removed, it is no longer kept; in AWS it works on, and it can be given again.
  const { accessKeyId } = (await put(pair)).body.connection;
  const removal = `${path}/access-key?confirm=${accessKeyId}`;
  expect(await send("DELETE", removal, token)).toMatchObject({
    ...{ status: 200, body: { status: "not_configured", accessKeyId: null, retiring: null } },
  });
  expect(await stored(org, connectionId)).toBeUndefined();
  expect((await put(pair)).status).toBe(200);
  expect(await stored(org, connectionId)).toEqual(pair);
  // Deleted with its service, nothing is kept, and in AWS all is as it was.
  expect((await send("DELETE", `/v1/services/${serviceId}?confirm=Own%20bucket`, token)).status).toBe(204);
  expect(await stored(org, connectionId)).toBeUndefined();
  const Key = `${user.folder}still.csv`;
  await laptop
    .s3({ ...pair }, user.region)
    .send(new PutObjectCommand({ Bucket: user.bucket, Key, Body: "1" }));
});

test("the same request for a service makes one, and two pairs at once leave one of them", async () => {
  const token = await laptop.token("super_admin", "twice");
  const user = await aws.makeUser();
  const pair = await makeKey(user);
  const { region, bucket, folder } = user;
  const body = {
    name: "Own",
    type: "s3",
    owner: "customer",
    customer: { region, bucket, folder, ...pair },
  };
  const headers = { "idempotency-key": "once" };
  const asked = await Promise.all(
    [1, 2, 3].map(() => laptop.call("POST", "/v1/services", { token, body, headers })),
  );
  const made = asked.filter(({ status }) => status === 201);
  expect(made.length).toBeGreaterThan(0);
  const again = await laptop.call("POST", "/v1/services", { token, body, headers });
  expect(again).toMatchObject({ status: 201, body: { connection: { accessKeyId: pair.accessKeyId } } });
  expect((await send("GET", "/v1/services", token)).body.items).toHaveLength(1);
  const path = `/v1/connections/${again.body.connection.connectionId}/access-key`;
  const others = [await makeKey(user), await makeKey(await aws.makeUser())];
  const puts = await Promise.all(others.map((other) => send("PUT", path, token, other)));
  expect(puts.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const winner = others[puts.findIndex(({ status }) => status === 200)];
  expect(await stored("twice", again.body.connection.connectionId)).toEqual(winner);
});

test("the request that made a service, sent again, does not bring back the pair that was removed", async () => {
  const token = await laptop.token("super_admin", "removed");
  const user = await aws.makeUser();
  const { region, bucket, folder } = user;
  const pair = await makeKey(user);
  const body = { name: "Own", type: "s3", owner: "customer", customer: { region, bucket, folder, ...pair } };
  const post = () =>
    laptop.call("POST", "/v1/services", { token, body, headers: { "idempotency-key": "once" } });
  const { connectionId } = (await post()).body.connection;
  const path = `/v1/connections/${connectionId}/access-key?confirm=${pair.accessKeyId}`;
  expect((await send("DELETE", path, token)).status).toBe(200);
  const again = await post();
  expect(again).toMatchObject({ status: 201, body: { connection: { connectionId, accessKeyId: null } } });
  expect(await stored("removed", connectionId)).toBeUndefined();
});

test("no secret is anywhere but in AWS, once a key has been replaced from the first step to the last", async () => {
  const { token, user, first, path, put, retire, look } = await connected("told");
  await putPipeline(laptop, token, "scores", { kind: "rule", contacts: ["ops@example.com"] });
  const { serviceId } = await look();
  await send("PATCH", `/v1/services/${serviceId}`, token, { pipelineIds: ["scores"] });
  expect((await put(await makeKey(user))).status).toBe(200);
  for (let day = 0; day < 2; day++) {
    await laptop.advance(1.01);
    await laptop.sweep();
    await aws.deactivate(user, first.accessKeyId);
  }
  expect((await retire()).status).toBe(200);
  const history = (await send("GET", `${path}/history`, token)).body.items;
  const types = history.map(({ type }: { type: string }) => type);
  expect(types).toEqual(expect.arrayContaining(["KeyRotated", "OldKeyFoundActive", "KeyRetired"]));
  expect(await laptop.mail()).not.toEqual([]);

  const files = [...filesOf(laptop.dataDir)].filter(
    ([path]) => !path.startsWith("aws/iam/") && !path.startsWith("aws/secrets/"),
  );
  const events = await laptop.events();
  const everywhere: Places = new Map([
    ...files,
    ...(await itemsOf("keyturn")),
    ...events.map((event) => [`event ${event.id}`, Buffer.from(JSON.stringify(event))] as const),
    ["mails", Buffer.from(JSON.stringify(await laptop.mail()))],
    ["process output", Buffer.from(output.text())],
    ...answers,
  ]);
  const made = secrets.filter((secret) => secret !== aws.root.secretAccessKey);
  expect(made.length).toBeGreaterThan(15);
  expect(placesWith(made, everywhere)).toEqual([]);
  const kept = new Map([...filesOf(laptop.dataDir)].filter(([path]) => path.startsWith("aws/secrets/")));
  expect(placesWith(made, kept).length).toBeGreaterThan(3); // the search finds what is there
});
