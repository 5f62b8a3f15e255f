import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ApiAnswer, KeyPair } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { dialects, openPortal, outcome, type Portal, type Session } from "./portal.ts";

/** The columns of the portal's Manage Connections page, from what the API answers of a connection. */
function gridRow(connection: ApiAnswer["body"]) {
  return {
    "Service Name": connection.serviceName,
    Bucket: connection.bucket,
    Folder: connection.folder,
    Username: connection.userName,
    "Access Key": connection.accessKeyId ?? "",
    "Secret Access Key": connection.accessKeyId === null ? "" : "••••••••",
    "Updated By": connection.updatedBy,
    "Updated On": connection.updatedOn,
  };
}

// One walk down the portal's page: each test begins where the one before it ended.
describe.each(dialects)("the data services portal, $dialect", (dialect) => {
  let portal: Portal;
  let admin: Session;
  let service: ApiAnswer["body"];
  let connectionId: string;
  const secrets: string[] = [];

  beforeAll(async () => {
    portal = await openPortal("data-services", dialect);
    admin = await portal.signIn({ name: "Ada Admin", org: "acme", role: "admin" });
  });
  afterAll(() => portal.close());

  const grid = async () => (await admin.get(`/v1/services/${service.serviceId}/connections`)).items;
  const row = async () => gridRow((await grid())[0]);
  const reset = async (expectedAccessKeyId: string | null, reason?: string) => {
    const path = `/v1/connections/${connectionId}/access-key`;
    const answer = await admin.send("POST", path, { expectedAccessKeyId, ...(reason && { reason }) });
    if (answer.body.credentials) secrets.push(answer.body.credentials.secretAccessKey);
    return answer;
  };
  const put = async (pair: KeyPair, name = "readings.csv") => {
    const { bucket, folder } = (await grid())[0];
    const command = new PutObjectCommand({ Bucket: bucket, Key: `${folder}${name}`, Body: "kWh\n1\n" });
    return outcome(portal.s3(pair).send(command));
  };

  describe("Provision S3 bucket folder", () => {
    test("Data Services: the grid is there, and empty", async () => {
      expect(await admin.get("/v1/services")).toEqual({ items: [], cursor: null });
    });

    test("Add New Service: type Amazon S3, owner the provider, a name, existing data pipelines; Save", async () => {
      for (const [id, name] of [
        ["dp-meter", "Meter readings"],
        ["dp-bills", "Utility bills"],
      ]) {
        const told = await admin.send("PUT", `/v1/pipelines/${id}`, { name, kind: "data-pipeline" });
        expect(told.status).toBe(201);
      }
      const choices = await admin.get("/v1/pipelines");
      expect(choices.items.map(({ name }: { name: string }) => name).sort()).toEqual([
        "Meter readings",
        "Utility bills",
      ]);
      const form = { name: "Site data", type: "s3", owner: "provider", pipelineIds: ["dp-meter"] };
      const saved = await admin.send("POST", "/v1/services", form, {
        headers: { "idempotency-key": "the-form-of-site-data" },
      });
      expect(saved).toMatchObject({ status: 201, body: { service: { ...form, createdBy: "Ada Admin" } } });
      service = saved.body.service;
      connectionId = saved.body.connection.connectionId;
    });

    test("a form with something missing names the field", async () => {
      const answer = await admin.send("POST", "/v1/services", { type: "s3", owner: "provider" });
      const { errors } = expectProblem(answer, 400, "invalid_request");
      expect(errors?.map(({ path }) => path)).toEqual(["name"]);
    });

    test("on the Data Services page, the new data service is listed", async () => {
      const { items } = await admin.get("/v1/services");
      expect(items).toEqual([expect.objectContaining({ serviceId: service.serviceId, name: "Site data" })]);
    });
  });

  describe("Manage S3 connection details", () => {
    test("the grid has the page's columns, the key's two still empty", async () => {
      expect(await row()).toEqual({
        "Service Name": "Site data",
        Bucket: expect.stringMatching(/./),
        Folder: expect.stringMatching(/^[a-z0-9-]+\/[a-z0-9-]+\/$/),
        Username: expect.stringMatching(/^kt-site-data-/),
        "Access Key": "",
        "Secret Access Key": "",
        "Updated By": "Ada Admin",
        "Updated On": expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
    });

    test("the user has exclusive access to the folder", async () => {
      const other = await admin.send("POST", "/v1/services", {
        ...{ name: "Site data 2", type: "s3", owner: "provider" },
      });
      const theirs = other.body.connection;
      const path = `/v1/connections/${theirs.connectionId}/access-key`;
      const neighbour: KeyPair = (await admin.send("POST", path, {})).body.credentials;
      secrets.push(neighbour.secretAccessKey);
      expect(await put(neighbour)).toBe("AccessDenied");
      const { bucket, folder } = (await grid())[0];
      const s3 = portal.s3(neighbour);
      const look = (Prefix: string) => outcome(s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix })));
      expect([await look(folder), await look(theirs.folder)]).toEqual(["AccessDenied", "done"]);
      const removed = await admin.send("DELETE", `/v1/services/${theirs.serviceId}?confirm=Site%20data%202`);
      expect(removed.status).toBe(204);
    });
  });

  describe("Creating/resetting an access key", () => {
    let pair: KeyPair;

    test("the screen shows a newly generated pair, which works", async () => {
      const created = await reset(null);
      expect(created).toMatchObject({ status: 201, body: { dependents: { count: 1 } } });
      expect(created.body.dependents.first).toEqual([{ pipelineId: "dp-meter", name: "Meter readings" }]);
      pair = created.body.credentials;
      expect(await put(pair)).toBe("done");
    });

    test("once the screen is closed the secret cannot be retrieved again", async () => {
      const pages = [
        ...["/v1/connections", `/v1/connections/${connectionId}`, `/v1/services/${service.serviceId}`],
        ...[`/v1/connections/${connectionId}/history`, "/v1/history", "/v1/services", "/v1/summary"],
      ];
      for (const page of pages) {
        expect(JSON.stringify(await admin.get(page))).not.toContain(pair.secretAccessKey);
      }
      expect(await row()).toMatchObject({
        "Access Key": pair.accessKeyId,
        "Secret Access Key": "••••••••",
      });
    });

    test("a reset shows a new pair, and stops the old one at once for a client in mid-use", async () => {
      const outcomes: string[] = [];
      const load = async () => {
        while (outcomes.at(-1) !== "InvalidAccessKeyId") outcomes.push(await put(pair));
      };
      const loading = load();
      await vi.waitUntil(() => outcomes.length >= 3);
      const answer = await reset(pair.accessKeyId);
      const answered = outcomes.length;
      expect(answer).toMatchObject({ status: 200, body: { previousKeyStopped: true } });
      await loading;
      expect(outcomes.slice(0, 3)).toEqual(["done", "done", "done"]);
      // One call may have been under way when the answer came.
      expect(outcomes.length - answered).toBeLessThanOrEqual(2);
      expect(await put(pair)).toBe("InvalidAccessKeyId");
      expect(await put(answer.body.credentials)).toBe("done");
      pair = answer.body.credentials;
    });

    test("a double click resets once", async () => {
      const clicks = await Promise.all([reset(pair.accessKeyId), reset(pair.accessKeyId)]);
      expect(clicks.map(({ status }) => status).sort()).toEqual([200, 409]);
      pair = clicks.find(({ status }) => status === 200)?.body.credentials;
      expect(await put(pair)).toBe("done");
    });

    test("a lost secret means a new pair", async () => {
      const lost = pair;
      const answer = await reset(lost.accessKeyId, "lost");
      pair = answer.body.credentials;
      expect(pair.accessKeyId).not.toBe(lost.accessKeyId);
      expect([await put(lost), await put(pair)]).toEqual(["InvalidAccessKeyId", "done"]);
    });

    test("the newly generated access key is visible on the page, with who made it and when", async () => {
      const { updatedOn } = service;
      const shown = await row();
      expect(shown).toMatchObject({ "Access Key": pair.accessKeyId, "Updated By": "Ada Admin" });
      expect(Date.parse(shown["Updated On"])).toBeGreaterThan(Date.parse(updatedOn));
    });
  });

  describe("Removing an access key", () => {
    const remove = (confirm?: string) => {
      const path = `/v1/connections/${connectionId}/access-key`;
      return admin.send("DELETE", confirm === undefined ? path : `${path}?confirm=${confirm}`);
    };

    test("a confirmation is asked for, and nothing is removed without it", async () => {
      const { "Access Key": accessKeyId } = await row();
      const { params } = expectProblem(await remove(), 400, "confirmation_required");
      expect(params).toEqual({ accessKeyId });
      expectProblem(await remove("AKIAANOTHERONE000000"), 409, "confirmation_mismatch");
      expect((await row())["Access Key"]).toBe(accessKeyId);
    });

    test("then the access key and the secret key are cleared, and clients are refused", async () => {
      const { "Access Key": accessKeyId } = await row();
      const secretAccessKey = secrets.at(-1) as string;
      expect(await put({ accessKeyId, secretAccessKey })).toBe("done");
      expect((await remove(accessKeyId)).status).toBe(200);
      expect(await row()).toMatchObject({ "Access Key": "", "Secret Access Key": "" });
      expect(await put({ accessKeyId, secretAccessKey })).toBe("InvalidAccessKeyId");
    });

    test("and another pair can be created", async () => {
      const again = await reset(null);
      expect(again.status).toBe(201);
      expect(await put(again.body.credentials, "later.csv")).toBe("done");
    });
  });

  test("the history tells of all of it, and no secret was told anywhere", async () => {
    const { items } = await admin.get(`/v1/connections/${connectionId}/history`);
    const types = items.map(({ type }: { type: string }) => type).reverse();
    expect(types).toEqual([
      ...["ConnectionCreated", "ServiceCreated", "KeyCreated", "KeyRotated", "KeyRotated", "KeyRotated"],
      ...["KeyRemoved", "KeyCreated"],
    ]);
    const events = await portal.events();
    expect(secrets.length).toBeGreaterThan(4);
    for (const secret of secrets) expect(JSON.stringify(items) + events).not.toContain(secret);
  });

  test("members see their data services and no key page; support staff see nothing", async () => {
    const member = await portal.signIn({ name: "Max", org: "acme", role: "member" });
    expect((await member.get("/v1/services")).items).toHaveLength(1);
    expectProblem(await member.send("GET", "/v1/connections"), 403, "forbidden");
    const support = await portal.signIn({ name: "Sue", org: "acme", role: "support" });
    expectProblem(await support.send("GET", "/v1/services"), 403, "forbidden");
    const stranger = await portal.signIn({ name: "Eve", org: "other", role: "admin" });
    expectProblem(await stranger.send("GET", `/v1/connections/${connectionId}`), 404, "not_found");
  });
});
