import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../core/caller/caller.ts";
import type { RegionView } from "../../core/region/region-view.ts";
import type { ApiAnswer, KeyPair } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { dialects, openPortal, type Portal, type Session } from "./portal.ts";

const [US, EU, SYDNEY] = ["us-east-1", "eu-central-1", "ap-southeast-2"];
const settings = { KEYTURN_REGIONS: `${US},${EU},${SYDNEY}`, KEYTURN_ENABLED_REGIONS: `${US},${EU}` };
const NOT_CONFIGURED = {
  status: "not_configured",
  connectionId: null,
  accessKeyId: null,
  keyCreatedAt: null,
};
const denied = { $metadata: { httpStatusCode: 403 } };

// "Create a new pair of S3 keys", heading by heading. One walk down the portal's page: each test begins where the one
// before it ended.
describe.each(dialects)("the cloud dashboard, $dialect", (dialect) => {
  let portal: Portal;
  const sessions = {} as Record<Role, Session>;
  const roles: Role[] = ["super_admin", "admin", "member+", "member", "support"];
  /** The pair that the page showed last, by region. */
  const pairs: Record<string, KeyPair> = {};
  const everySecret: string[] = [];

  beforeAll(async () => {
    portal = await openPortal("cloud-dashboard", dialect, settings);
    for (const role of roles) sessions[role] = await portal.signIn({ org: "acme", role, name: `A ${role}` });
  });
  afterAll(() => portal.close());

  const keyPath = (region: string) => `/v1/regions/${region}/access-key`;
  const regions = async (): Promise<RegionView[]> =>
    (await sessions.admin.send("GET", "/v1/regions")).body.items;
  const region = async (name: string) => (await regions()).find((one) => one.region === name) as RegionView;

  /** The button of a region, once it is confirmed: the page sends the key that it shows. */
  async function confirm(name: string, as: Role, more: object = {}): Promise<ApiAnswer> {
    const { accessKeyId: expectedAccessKeyId } = await region(name);
    const answer = await sessions[as].send("POST", keyPath(name), { expectedAccessKeyId, ...more });
    const { credentials } = answer.body;
    if (!credentials?.secretAccessKey) return answer;
    pairs[name] = credentials;
    everySecret.push(credentials.secretAccessKey);
    return answer;
  }

  /** Of the region's page: what its holder needs to point a client at. */
  async function client(name: string) {
    const { bucket, folder } = await region(name);
    return {
      folder: folder ?? "",
      storage: portal.storage({ region: name, bucket }, pairs[name] as KeyPair),
    };
  }

  async function refusedAtOnce(name: string, pair: KeyPair): Promise<void> {
    const { bucket, folder } = await region(name);
    const get = new GetObjectCommand({ Bucket: bucket, Key: `${folder}backup.tar` });
    await expect(portal.s3(pair, name).send(get)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  }

  describe("Prerequisites", () => {
    test.each<Role>(["super_admin", "admin", "member+"])("%s has the option S3 Keys", async (role) => {
      const me = (await sessions[role].send("GET", "/v1/me")).body;
      expect(me).toMatchObject({ org: "acme", role, name: `A ${role}` });
      expect(me.can).toEqual(expect.arrayContaining(["listRegions", "resetRegionalKey"]));
      expect(me.can).not.toContain("removeAccessKey");
      expect((await sessions[role].send("GET", "/v1/regions")).status).toBe(200);
    });

    test.each<Role>(["member", "support"])("%s does not have it, nor anything behind it", async (role) => {
      const { can } = (await sessions[role].send("GET", "/v1/me")).body;
      for (const page of ["listRegions", "resetRegionalKey", "listConnections", "getHistory", "getSummary"]) {
        expect(can).not.toContain(page);
      }
      for (const path of ["regions", "connections", "history", "summary", "policy"]) {
        expectProblem(await sessions[role].send("GET", `/v1/${path}`), 403, "forbidden");
      }
      const create = await sessions[role].send("POST", keyPath(US), { expectedAccessKeyId: null });
      expectProblem(create, 403, "forbidden");
    });
  });

  describe("Generate S3 keys", () => {
    test("at first all regions are labeled as NOT CONFIGURED", async () => {
      const shown = await sessions["member+"].send("GET", "/v1/regions");
      expect(shown).toMatchObject({ status: 200, body: { cursor: null } });
      const names = shown.body.items.map(({ region, enabled }: RegionView) => [region, enabled]);
      expect(names).toEqual([
        [US, true],
        [EU, true],
        [SYDNEY, false],
      ]);
      for (const one of shown.body.items) {
        expect(one).toEqual({
          ...{ region: one.region, enabled: one.enabled, ...NOT_CONFIGURED, folder: null },
          ...{ bucket: expect.stringContaining(one.region), s3Endpoint: portal.awsUrl },
        });
      }
    });

    test("Create key and Confirm show a new pair", async () => {
      const answer = await confirm(EU, "member+");
      expect(answer).toMatchObject({ status: 201, body: { connection: { region: EU, status: "active" } } });
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const { accessKeyId } = pairs[EU] as KeyPair;
      expect(await region(EU)).toMatchObject({ status: "active", accessKeyId, enabled: true });
      expect((await regions()).map((one) => [one.region, one.status])).toEqual([
        [US, "not_configured"],
        [SYDNEY, "not_configured"],
        [EU, "active"],
      ]);
    });

    test("a second click on Confirm resets nothing", async () => {
      const again = await sessions["member+"].send("POST", keyPath(EU), { expectedAccessKeyId: null });
      expectProblem(again, 409, "key_changed");
    });

    test("two clicks at once create one pair", async () => {
      const globex = await portal.signIn({ org: "globex", role: "admin", name: "Grace" });
      const click = () => globex.send("POST", keyPath(US), { expectedAccessKeyId: null });
      const told = (await Promise.all([click(), click(), click()])).map(({ status }) => status);
      expect(told.sort()).toEqual([201, 409, 409]);
      expect((await globex.send("GET", "/v1/connections")).body.items).toHaveLength(1);
    });

    test("once it is hidden, nothing shows the secret key again", async () => {
      const headers = { "idempotency-key": `first-of-${US}` };
      const body = { expectedAccessKeyId: null };
      const first = await sessions.admin.send("POST", keyPath(US), body, { headers });
      expect(first.status).toBe(201);
      pairs[US] = first.body.credentials;
      everySecret.push(first.body.credentials.secretAccessKey);
      const replayed = await sessions.admin.send("POST", keyPath(US), body, { headers });
      const { accessKeyId } = pairs[US] as KeyPair;
      expect(replayed).toMatchObject({ status: 201, body: { replayed: true, credentials: { accessKeyId } } });
      const { connectionId } = await region(US);
      const shown = [replayed];
      for (const path of [
        ...["regions", "services", "connections", "history", "summary", "policy"],
        ...[`connections/${connectionId}`, `connections/${connectionId}/history`],
      ]) {
        shown.push(await sessions.admin.send("GET", `/v1/${path}`));
      }
      expect(shown.map(({ status }) => status)).toEqual([201, ...shown.slice(1).map(() => 200)]);
      const texts = [...shown.map(({ body }) => JSON.stringify(body)), await portal.events()];
      for (const secret of everySecret) expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    });
  });

  describe("the pair connects S3 tools to the region", () => {
    test.each([EU, US])("%s: upload, download, list, delete", async (name) => {
      const { folder, storage } = await client(name);
      await storage.put(`${folder}backup.tar`, `of ${name}`);
      await storage.put(`${folder}2026/logs.txt`, "logs");
      expect(await storage.get(`${folder}backup.tar`)).toBe(`of ${name}`);
      await storage.remove(`${folder}2026/logs.txt`);
      const { bucket } = await region(name);
      const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: folder });
      const { Contents = [] } = await portal.s3(pairs[name] as KeyPair, name).send(list);
      expect(Contents.map((object) => object.Key)).toEqual([folder, `${folder}backup.tar`]);
    });

    test("a second region is another bucket, which the first one's pair does not open", async () => {
      const [us, eu] = [await region(US), await region(EU)];
      expect(us.bucket).not.toBe(eu.bucket);
      expect(us.connectionId).not.toBe(eu.connectionId);
      for (const [own, other] of [
        [us, eu],
        [eu, us],
      ] as const) {
        const s3 = portal.s3(pairs[own.region] as KeyPair, other.region);
        const object = { Bucket: other.bucket, Key: `${other.folder}backup.tar` };
        await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject(denied);
        await expect(s3.send(new PutObjectCommand({ ...object, Body: "x" }))).rejects.toMatchObject(denied);
        const list = new ListObjectsV2Command({ Bucket: other.bucket, Prefix: other.folder ?? "" });
        await expect(s3.send(list)).rejects.toMatchObject(denied);
      }
    });

    test("another org's pair opens nothing of it", async () => {
      const globex = await portal.signIn({ org: "globex", role: "member+", name: "Gil" });
      const { body } = await globex.send("POST", keyPath(EU), { expectedAccessKeyId: null });
      const { bucket, folder } = await region(EU);
      const get = new GetObjectCommand({ Bucket: bucket, Key: `${folder}backup.tar` });
      await expect(portal.s3(body.credentials, EU).send(get)).rejects.toMatchObject(denied);
      expect(JSON.stringify((await globex.send("GET", "/v1/regions")).body)).not.toContain(folder);
    });
  });

  describe("Reset key", () => {
    test("the existing keys stop working immediately, and the new pair finds the same data", async () => {
      const before = pairs[EU] as KeyPair;
      const answer = await confirm(EU, "admin");
      expect(answer).toMatchObject({ status: 200, body: { previousKeyStopped: true } });
      await refusedAtOnce(EU, before);
      const { folder, storage } = await client(EU);
      expect(await storage.get(`${folder}backup.tar`)).toBe(`of ${EU}`);
      expect((await region(EU)).accessKeyId).toBe(pairs[EU]?.accessKeyId);
      expect((await region(US)).accessKeyId).toBe(pairs[US]?.accessKeyId); // the other region's goes on
    });

    test.each(["compromised", "scheduled", "lost"])("is the way when keys are %s", async (reason) => {
      const before = pairs[US] as KeyPair;
      expect((await confirm(US, "member+", { reason })).status).toBe(200);
      await refusedAtOnce(US, before);
      const { folder, storage } = await client(US);
      expect(await storage.get(`${folder}backup.tar`)).toBe(`of ${US}`);
    });

    test("is told of with who did it, in history and on the bus", async () => {
      const { connectionId } = await region(US);
      const { items } = (await sessions.admin.send("GET", `/v1/connections/${connectionId}/history`)).body;
      const by = (type: string) => items.filter((one: { type: string }) => one.type === type);
      expect(by("KeyRotated").map((one: ApiAnswer["body"]) => [one.by, one.data.reason])).toEqual([
        ["A member+", "lost"],
        ["A member+", "scheduled"],
        ["A member+", "compromised"],
      ]);
      expect(by("KeyCreated")).toMatchObject([{ by: "A admin" }]);
      const events = await portal.events();
      for (const { eventId } of items) expect(events).toContain(`"eventId":"${eventId}"`);
    });
  });

  describe("Delete key", () => {
    test.each<Role>(["super_admin", "admin", "member+"])(
      "existing keys cannot be deleted by %s",
      async (role) => {
        const { connectionId, accessKeyId } = await region(US);
        const { serviceId, serviceName, userName } = (
          await sessions.admin.send("GET", `/v1/connections/${connectionId}`)
        ).body;
        const remove = (path: string, named: string) =>
          sessions[role].send("DELETE", `/v1/${path}?${new URLSearchParams({ confirm: named })}`);
        const key = await remove(`connections/${connectionId}/access-key`, accessKeyId ?? "");
        expectProblem(key, 403, "removal_not_allowed");
        expectProblem(await remove(`connections/${connectionId}`, userName), 403, "system_service");
        expectProblem(await remove(`services/${serviceId}`, serviceName), 403, "system_service");
        const { folder, storage } = await client(US);
        expect(await storage.get(`${folder}backup.tar`)).toBe(`of ${US}`);
      },
    );

    test("nor of a data service that somebody made, as long as it has a key", async () => {
      const made = await sessions.admin.send("POST", "/v1/services", {
        ...{ name: "Made by hand", type: "s3", owner: "provider" },
      });
      const { service, connection } = made.body;
      await sessions.admin.send("POST", `/v1/connections/${connection.connectionId}/access-key`, {});
      const path = `/v1/services/${service.serviceId}?confirm=${encodeURIComponent(service.name)}`;
      expectProblem(await sessions.admin.send("DELETE", path), 403, "removal_not_allowed");
    });

    test("nor does age take them away: it reminds", async () => {
      const deactivate = { rotation: { enforcement: "deactivate", deactivateAfterDays: 30 } };
      expectProblem(await sessions.super_admin.send("PUT", "/v1/policy", deactivate), 403, "policy_locked");
      await portal.pass(400);
      expect(await region(US)).toMatchObject({ status: "due", accessKeyId: pairs[US]?.accessKeyId });
      const { folder, storage } = await client(US);
      expect(await storage.get(`${folder}backup.tar`)).toBe(`of ${US}`);
      expect((await confirm(US, "admin", { reason: "scheduled" })).status).toBe(200);
      expect((await region(US)).status).toBe("active");
    });
  });

  describe("Storage service available", () => {
    test.each([SYDNEY, "mars-north-1"])("no key is made where it is not enabled: %s", async (name) => {
      const answer = await sessions.admin.send("POST", keyPath(name), { expectedAccessKeyId: null });
      expect(expectProblem(answer, 404, "region_not_enabled").params).toEqual({ region: name });
      expect(await region(SYDNEY)).toMatchObject({ ...NOT_CONFIGURED, enabled: false });
    });

    test("a region that is enabled later gets a key, and one that is disabled later keeps its own", async () => {
      await portal.redeploy({ KEYTURN_ENABLED_REGIONS: `${US},${SYDNEY}` });
      expect((await regions()).map((one) => [one.region, one.enabled, one.status])).toEqual([
        [SYDNEY, true, "not_configured"],
        [US, true, "active"],
        [EU, false, "due"],
      ]);
      expect((await confirm(SYDNEY, "admin")).status).toBe(201);
      const { folder, storage } = await client(EU);
      expect(await storage.get(`${folder}backup.tar`)).toBe(`of ${EU}`);
      const before = pairs[EU] as KeyPair;
      expect((await confirm(EU, "member+", { reason: "compromised" })).status).toBe(200);
      await refusedAtOnce(EU, before);
      expect(await (await client(EU)).storage.get(`${folder}backup.tar`)).toBe(`of ${EU}`);
      expect(await region(EU)).toMatchObject({ enabled: false, status: "active" });
    });
  });
});
