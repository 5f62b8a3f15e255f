import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RegionView } from "../../core/region/region-view.ts";
import { openIamGate } from "../support/iam-gate.ts";
import {
  type ApiAnswer,
  addService,
  type Laptop,
  putPipeline,
  resetKey,
  startLaptop,
} from "../support/laptop.ts";
import { keysOf, rootIam, stateOf, usersOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";
import { watchOutput } from "../support/process-output.ts";
import { filesOf, itemsOf, placesWith } from "../support/secret-search.ts";

const [US, EU, SYDNEY] = ["us-east-1", "eu-central-1", "ap-southeast-2"];

let laptop: Laptop;
let gate: Awaited<ReturnType<typeof openIamGate>>;
let output: ReturnType<typeof watchOutput>;
beforeAll(async () => {
  gate = await openIamGate();
  output = watchOutput();
  laptop = await startLaptop({
    KEYTURN_REGIONS: `${US},${EU},${SYDNEY}`,
    KEYTURN_ENABLED_REGIONS: `${US},${EU}`,
    POWERTOOLS_LOG_LEVEL: "DEBUG",
    ...gate.environment,
  });
});
afterAll(async () => {
  output.stop();
  await laptop.close();
  await gate.close();
});

const secrets: string[] = [];
const answers: string[] = [];

async function post(token: string, region: string, body: unknown = {}, headers = {}): Promise<ApiAnswer> {
  const answer = await laptop.call("POST", `/v1/regions/${region}/access-key`, { token, body, headers });
  const told = structuredClone(answer.body);
  if (told.credentials?.secretAccessKey) {
    secrets.push(told.credentials.secretAccessKey);
    delete told.credentials.secretAccessKey;
  }
  answers.push(JSON.stringify(told));
  return answer;
}

async function regionsOf(token: string): Promise<RegionView[]> {
  return (await laptop.call("GET", "/v1/regions", { token })).body.items;
}

async function regionOf(token: string, name: string): Promise<RegionView> {
  return (await regionsOf(token)).find(({ region }) => region === name) as RegionView;
}

describe("GET /v1/regions", () => {
  test("answers every region of the deployment as a list", async () => {
    const token = await laptop.token("admin", "lister");
    const { status, body } = await laptop.call("GET", "/v1/regions", { token });
    expect([status, Object.keys(body).sort(), body.cursor]).toEqual([200, ["cursor", "items"], null]);
    for (const item of body.items) expect(RegionView.parse(item)).toEqual(item);
    expect(body.items.map((item: RegionView) => [item.region, item.enabled, item.s3Endpoint])).toEqual([
      [US, true, laptop.awsUrl],
      [EU, true, laptop.awsUrl],
      [SYDNEY, false, laptop.awsUrl],
    ]);
  });

  test("makes nothing", async () => {
    const before = await stateOf(laptop, "looker");
    await regionsOf(await laptop.token("admin", "looker"));
    expect(await stateOf(laptop, "looker")).toEqual(before);
  });
});

describe("of two orgs", () => {
  test("each has its own key, folder and list in a region", async () => {
    const tokens = [await laptop.token("admin", "Twin"), await laptop.token("admin", "twin")] as const;
    const [upper, lower] = [await post(tokens[0], EU), await post(tokens[1], EU)];
    expect([upper.status, lower.status]).toEqual([201, 201]);
    const [ours, theirs] = [upper.body.connection, lower.body.connection];
    expect(ours.bucket).toBe(theirs.bucket);
    expect(ours.folder).not.toBe(theirs.folder);
    const text = JSON.stringify(await regionsOf(tokens[0]));
    for (const id of [theirs.connectionId, theirs.accessKeyId, theirs.folder]) expect(text).not.toContain(id);

    const Key = `${theirs.folder}theirs.txt`;
    const at = { Bucket: theirs.bucket, Key };
    await laptop.s3(lower.body.credentials, EU).send(new PutObjectCommand({ ...at, Body: "theirs" }));
    const s3 = laptop.s3(upper.body.credentials, EU);
    const denied = { $metadata: { httpStatusCode: 403 } };
    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject(denied);
    for (const Prefix of ["", theirs.folder, ours.folder.slice(0, -1), theirs.folder.slice(0, 5)]) {
      const list = new ListObjectsV2Command({ Bucket: theirs.bucket, Prefix });
      await expect(s3.send(list)).rejects.toMatchObject(denied);
    }
  });

  test("neither finds the other's by its ids", async () => {
    const victim = await post(await laptop.token("admin", "victim"), US);
    const { connectionId, serviceId } = victim.body.connection;
    const token = await laptop.token("super_admin", "mallory");
    for (const path of [`connections/${connectionId}`, `services/${serviceId}`]) {
      expectProblem(await laptop.call("GET", `/v1/${path}`, { token }), 404, "not_found");
    }
    expectProblem(await resetKey(laptop, token, connectionId), 404, "not_found");
    const patch = await laptop.call("PATCH", `/v1/services/${serviceId}`, { token, body: { name: "Mine" } });
    expectProblem(patch, 404, "not_found");
  });
});

describe("POST /v1/regions/{region}/access-key", () => {
  test("again with the same Idempotency-Key answers the same key without its secret", async () => {
    const token = await laptop.token("admin", "idem");
    const headers = { "idempotency-key": "once" };
    const body = { reason: "lost", expectedAccessKeyId: null };
    const first = await post(token, US, body, headers);
    const before = await stateOf(laptop, "idem");
    const again = await post(token, US, body, headers);
    const { accessKeyId } = first.body.credentials;
    expect(again).toMatchObject({ status: 201, body: { replayed: true, credentials: { accessKeyId } } });
    expect(again.body.credentials).toEqual({ accessKeyId });
    expectProblem(await post(token, US, { reason: "other" }, headers), 422, "idempotency_key_reused");
    expectProblem(
      await laptop.call("POST", `/v1/connections/${first.body.connection.connectionId}/access-key`, {
        ...{ token, body, headers },
      }),
      422,
      "idempotency_key_reused",
    );
    expect(await stateOf(laptop, "idem")).toEqual(before);
    expect((await post(token, EU, body, headers)).status).toBe(201); // remembered for each region by itself
  });

  test("twice at once makes one user and one key, whoever asks first", async () => {
    const token = await laptop.token("admin", "hurry");
    const click = () => post(token, EU, { expectedAccessKeyId: null });
    const told = await Promise.all(Array.from({ length: 6 }, click));
    const winners = told.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    for (const answer of told.filter(({ status }) => status !== 201)) {
      const code = answer.body.code === "key_changed" ? "key_changed" : "operation_in_progress";
      expectProblem(answer, 409, code);
    }
    const users = await usersOf(rootIam(laptop), "hurry");
    expect(users).toHaveLength(1);
    const keys = await keysOf(rootIam(laptop), users[0]?.UserName ?? "");
    expect(keys.map((key) => key.AccessKeyId)).toEqual([winners[0]?.body.credentials.accessKeyId]);
    expect((await laptop.call("GET", "/v1/services", { token })).body.items).toHaveLength(1);
  });

  test("is refused while the first is under way", async () => {
    const token = await laptop.token("admin", "held");
    const held = gate.hold("CreateAccessKey");
    const first = post(token, EU);
    await held.arrived;
    for (const body of [{}, { expectedAccessKeyId: null }]) {
      expectProblem(await post(token, EU, body), 409, "operation_in_progress");
    }
    expect((await regionOf(token, EU)).status).toBe("not_configured");
    held.release();
    expect((await first).status).toBe(201);
  });

  test("whose key was lost on the way is sent again, and leaves no key that nobody was given", async () => {
    const token = await laptop.token("admin", "lossy");
    const spoiled = gate.spoil("CreateAccessKey", "as an error");
    expectProblem(await post(token, EU), 503, "unavailable");
    const [, secret = ""] = /<SecretAccessKey>(.+?)<\/SecretAccessKey>/.exec(await spoiled) ?? [];
    secrets.push(secret);
    await laptop.advance(2 / 1440);
    await laptop.sweep();
    const { status, body } = await post(token, EU);
    expect(status).toBe(201);
    const [user] = await usersOf(rootIam(laptop), "lossy");
    const keys = await keysOf(rootIam(laptop), user?.UserName ?? "");
    expect(keys.map((key) => key.AccessKeyId)).toEqual([body.credentials.accessKeyId]);
  });

  test.each([
    ["an unknown field", { secretAccessKey: "x" }, "secretAccessKey"],
    ["a mode that is none", { mode: "later" }, "mode"],
    ["a leaked key in stages", { mode: "staged", reason: "compromised" }, "mode"],
    ["a grace without stages", { mode: "immediate", graceHours: 3 }, "graceHours"],
    ["a key id with a space", { expectedAccessKeyId: "AKIA X" }, "expectedAccessKeyId"],
  ])("with %s is refused, and nothing is made", async (_, body, at) => {
    const token = await laptop.token("admin", "faulty");
    const before = await stateOf(laptop, "faulty");
    const answer = await post(token, US, body);
    expect(expectProblem(answer, 400, "invalid_request").errors?.map(({ path }) => path)).toEqual([at]);
    expect(await stateOf(laptop, "faulty")).toEqual(before);
  });

  test.each([SYDNEY, "mars-north-1", "US-EAST-1"])(
    "is refused where no region is enabled: %s",
    async (name) => {
      const token = await laptop.token("admin", "astray");
      const before = await stateOf(laptop, "astray");
      expect(expectProblem(await post(token, name), 404, "region_not_enabled").params).toEqual({
        region: name,
      });
      expect(await stateOf(laptop, "astray")).toEqual(before);
    },
  );
});

describe("what Keyturn made for a region", () => {
  test("has its key reset, in stages too, by the connection's own routes", async () => {
    const token = await laptop.token("admin", "routes");
    const first = await post(token, US);
    const { connectionId } = first.body.connection;
    const staged = await post(token, US, { mode: "staged" });
    const { accessKeyId } = first.body.credentials;
    expect(staged).toMatchObject({ status: 200, body: { connection: { retiring: { accessKeyId } } } });
    const reset = await resetKey(laptop, token, connectionId, { mode: "immediate" });
    expect(reset).toMatchObject({ status: 200, body: { previousKeyStopped: true } });
    const current = reset.body.credentials.accessKeyId;
    expect(await regionOf(token, US)).toMatchObject({ connectionId, accessKeyId: current, status: "active" });
    const gone = await laptop.call(
      "DELETE",
      `/v1/connections/${connectionId}/access-key?confirm=${current}`,
      { token },
    );
    expect(gone.status).toBe(200); // this deployment's preset lets keys be removed
    expect(await regionOf(token, US)).toMatchObject({
      connectionId,
      accessKeyId: null,
      status: "not_configured",
    });
  });

  test("is neither renamed, nor given more connections, nor deleted; it can be linked", async () => {
    const token = await laptop.token("super_admin", "keeper");
    const { connectionId, serviceId, serviceName, userName } = (await post(token, US)).body.connection;
    const service = `/v1/services/${serviceId}`;
    const before = await stateOf(laptop, "keeper");
    const refused = [
      await laptop.call("PATCH", service, { token, body: { name: "Mine" } }),
      await laptop.call("POST", `${service}/connections`, { token, body: {} }),
      await laptop.call("DELETE", service, { token }),
      await laptop.call("DELETE", `${service}?${new URLSearchParams({ confirm: serviceName })}`, { token }),
      await laptop.call("DELETE", `/v1/connections/${connectionId}?confirm=${userName}`, { token }),
    ];
    for (const answer of refused) expectProblem(answer, 403, "system_service");
    expect(await stateOf(laptop, "keeper")).toEqual(before);

    await putPipeline(laptop, token, "nightly");
    const linked = await laptop.call("PATCH", service, { token, body: { pipelineIds: ["nightly"] } });
    expect(linked).toMatchObject({ status: 200, body: { system: "regional", pipelineIds: ["nightly"] } });
    const reset = await post(token, US);
    expect(reset.body.dependents).toMatchObject({ count: 1, first: [{ name: "Nightly load" }] });
    const told = (await laptop.told("keeper")).map(({ type }) => type);
    expect(told).toContain("DependentPipelineNotice");
  });

  test("is nothing that members see among data services", async () => {
    const admin = await laptop.token("admin", "hidden");
    const { service } = await addService(laptop, admin);
    const { serviceId } = (await post(admin, US)).body.connection;
    const all = async (token: string) =>
      (await laptop.call("GET", "/v1/services", { token })).body.items.map(
        (one: ApiAnswer["body"]) => one.serviceId,
      );
    expect((await all(admin)).sort()).toEqual([service.serviceId, serviceId].sort());
    const member = await laptop.token("member", "hidden");
    expect(await all(member)).toEqual([service.serviceId]);
    expectProblem(await laptop.call("GET", `/v1/services/${serviceId}`, { token: member }), 404, "not_found");
  });

  test("opens the folders of the org's data services in the region, and they do not open it", async () => {
    const token = await laptop.token("admin", "whole");
    const { connection } = await addService(laptop, token);
    const own = (await resetKey(laptop, token, connection.connectionId)).body.credentials;
    const regional = await post(token, US);
    const { bucket: Bucket, folder } = regional.body.connection;
    expect(connection.folder.startsWith(folder)).toBe(true);
    const report = { Bucket, Key: `${connection.folder}report.csv` };
    await laptop.s3(own).send(new PutObjectCommand({ ...report, Body: "a,b" }));
    const object = await laptop.s3(regional.body.credentials).send(new GetObjectCommand(report));
    expect(await object.Body?.transformToString()).toBe("a,b");
    const put = new PutObjectCommand({ Bucket, Key: `${folder}of-the-org.txt`, Body: "x" });
    await expect(laptop.s3(own).send(put)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
});

test("an S3 client signs for the bucket's region, and is told which when it signs for another", async () => {
  const token = await laptop.token("admin", "signer");
  const { body } = await post(token, EU);
  const { bucket: Bucket, folder } = body.connection;
  const list = new ListObjectsV2Command({ Bucket, Prefix: folder });
  expect((await laptop.s3(body.credentials, EU).send(list)).KeyCount).toBe(1);
  const astray = laptop.s3(body.credentials, US).send(list);
  await expect(astray).rejects.toMatchObject({ name: "AuthorizationHeaderMalformed", Region: EU });
});

test("no secret of a region's key is anywhere but in the answer that gave it", async () => {
  const events = await laptop.events();
  const files = [...filesOf(laptop.dataDir)].filter(([path]) => !path.startsWith("aws/iam/"));
  const places = new Map([
    ...files,
    ...(await itemsOf("keyturn")),
    ["events", Buffer.from(JSON.stringify(events))] as const,
    ["answers", Buffer.from(answers.join("\n"))] as const,
    ["process output", Buffer.from(output.text())] as const,
  ]);
  expect(secrets.length).toBeGreaterThan(15);
  expect(output.text()).toContain('"route":"POST /v1/regions/{region}/access-key"');
  expect(placesWith(secrets, places)).toEqual([]);
});
