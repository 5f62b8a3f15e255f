import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Route, routes } from "../../functions/routes.ts";
import type { ApiAnswer, KeyPair } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { dialects, openPortal, outcome, type Portal, type Session } from "./portal.ts";

const DAYS_UNTIL_DUE = 180;

// One walk down the portal's page, for its own managed buckets: each test begins where the one before it ended.
describe.each(dialects)("the connector portal's managed bucket, $dialect", (dialect) => {
  let portal: Portal;
  let owner: Session;
  let service: ApiAnswer["body"];
  let connectionId: string;
  let pair: KeyPair;
  const secrets: string[] = [];

  beforeAll(async () => {
    portal = await openPortal("connector", dialect);
    owner = await portal.signIn({ name: "Olga Owner", org: "acme", role: "super_admin" });
    const pipelines: [string, object][] = [
      ["rule-usage", { name: "Load usage", kind: "rule", filePatterns: ["usage_*.csv"] }],
      ["job-people", { name: "People job", kind: "connector-job", filePatterns: ["people*.tsv"] }],
      ["rule-people", { name: "Load people", kind: "rule", filePatterns: ["people_2026*.tsv"] }],
      [
        "drop-crm",
        {
          ...{ name: "CRM export", kind: "connector-job", direction: "writes", sourceSystem: "CRM" },
          ...{ filePatterns: ["people*"], contacts: ["crm-team@example.com"] },
        },
      ],
    ];
    for (const [id, facts] of pipelines) {
      expect((await owner.send("PUT", `/v1/pipelines/${id}`, facts)).status).toBe(201);
    }
    const pipelineIds = pipelines.map(([id]) => id);
    const form = { name: "Customer data", type: "s3", owner: "provider", pipelineIds };
    const made = await owner.send("POST", "/v1/services", form);
    expect(made.status).toBe(201);
    service = made.body.service;
    connectionId = made.body.connection.connectionId;
  });
  afterAll(() => portal.close());

  const config = () => owner.get(`/v1/connections/${connectionId}`);
  const reset = async (body: object) => {
    const answer = await owner.send("POST", `/v1/connections/${connectionId}/access-key`, body);
    if (answer.body.credentials) secrets.push(answer.body.credentials.secretAccessKey);
    return answer;
  };
  const drop = async (key: KeyPair, name: string) => {
    const { bucket, folder } = await config();
    const command = new PutObjectCommand({ Bucket: bucket, Key: `${folder}${name}`, Body: "id\n1\n" });
    return outcome(portal.s3(key).send(command));
  };

  describe("Update Access Key", () => {
    test("View S3 Config: the bucket, the folder, the user and the key's age", async () => {
      const created = await reset({ expectedAccessKeyId: null });
      expect(created.status).toBe(201);
      pair = created.body.credentials;
      expect(await config()).toMatchObject({
        ...{ owner: "provider", status: "active", accessKeyId: pair.accessKeyId, keyAgeDays: 0 },
        rotationDueAt: expect.any(String),
      });
    });

    test("every 180 days it is recommended, with reminders before", async () => {
      for (const days of [151, DAYS_UNTIL_DUE - 151]) await portal.pass(days);
      expect(await config()).toMatchObject({ status: "due", flagged: true, keyAgeDays: DAYS_UNTIL_DUE });
      const told = await portal.events();
      expect(told).toContain("KeyRotationReminder");
      expect(told).toContain("KeyRotationDue");
    });

    test("the reset dialog names what will break", async () => {
      const { items } = await owner.get(`/v1/connections/${connectionId}/dependents`);
      const names = items.map(({ name }: { name: string }) => name).sort();
      expect(names).toEqual(["CRM export", "Load people", "Load usage", "People job"]);
    });

    test("Proceed: the new pair works, the old one does not, and who drops files here is mailed", async () => {
      const answer = await reset({ expectedAccessKeyId: pair.accessKeyId, reason: "scheduled" });
      expect(answer).toMatchObject({ status: 200, body: { dependents: { count: 4 } } });
      const old = pair;
      pair = answer.body.credentials;
      expect([await drop(old, "a.csv"), await drop(pair, "a.csv")]).toEqual(["InvalidAccessKeyId", "done"]);
      await portal.pass(0.001);
      const mails = await portal.mail();
      const toTheTeam = mails.filter(({ to }) => JSON.stringify(to).includes("crm-team@example.com"));
      expect(JSON.stringify(toTheTeam)).toContain(pair.accessKeyId);
      expect(await config()).toMatchObject({ status: "active", flagged: false });
    });

    test("or in stages: third-party systems move over before the old pair ends", async () => {
      const old = pair;
      const answer = await reset({ mode: "staged", graceHours: 24, expectedAccessKeyId: old.accessKeyId });
      pair = answer.body.credentials;
      expect([await drop(old, "b.csv"), await drop(pair, "b.csv")]).toEqual(["done", "done"]);
      await portal.pass(2.6);
      expect(await drop(old, "b.csv")).toBe("InvalidAccessKeyId");
      expect(await drop(pair, "b.csv")).toBe("done");
    });
  });

  describe("Identify Rules and Connector Jobs Reading from S3", () => {
    test("from a listing of what lately arrived: who reads each file, and which source system drops it", async () => {
      for (const name of ["usage_1.csv", "people_2026.tsv", "notes.txt"]) {
        expect(await drop(pair, name)).toBe("done");
      }
      const { bucket: Bucket, folder: Prefix } = await config();
      const listed = await portal.s3(pair).send(new ListObjectsV2Command({ Bucket, Prefix }));
      const fileNames = listed.Contents?.flatMap(({ Key }) => (Key?.endsWith("/") ? [] : [Key]));
      const { status, body } = await owner.send("POST", "/v1/pipelines/identify", { fileNames });
      expect(status).toBe(200);
      const names = (pipelines: { name: string }[]) => pipelines.map(({ name }) => name).sort();
      const rows = body.items.map((item: ApiAnswer["body"]) => [
        item.fileName.slice(Prefix.length),
        names(item.readers),
        item.sourceSystems,
        item.ambiguous,
      ]);
      expect(rows).toEqual([
        ["a.csv", [], [], false],
        ["b.csv", [], [], false],
        ["notes.txt", [], [], false],
        ["people_2026.tsv", ["Load people", "People job"], ["CRM"], true],
        ["usage_1.csv", ["Load usage"], [], false],
      ]);
    });

    test("from the file name alone, within the connection's dependents", async () => {
      const path = `/v1/connections/${connectionId}/dependents?fileName=usage_9.csv`;
      expect((await owner.get(path)).items).toEqual([expect.objectContaining({ name: "Load usage" })]);
    });
  });

  describe("Only super admins can view and manage S3 keys", () => {
    /** Whatever is about keys: every route but those of the caller itself, data services by name, and pipelines. */
    const isAboutKeys = ({ access }: Route) => access === "key_managers" || access === "super_admin";
    const aboutKeys = Object.values<Route>(routes).filter(isAboutKeys);
    const readByOthers = Object.values<Route>(routes).filter(
      (route) => route.method === "GET" && !isAboutKeys(route),
    );
    const pathOf = (path: string) =>
      path
        .replace("{serviceId}", service.serviceId)
        .replace("{connectionId}", connectionId)
        .replace("{pipelineId}", "rule-usage")
        .replace("{region}", "us-east-1");
    /** What tells of a key to whoever may not see one. */
    const telltales = async () => {
      const { userName, bucket, folder } = await config();
      return [pair.accessKeyId, userName, bucket, folder, ...secrets];
    };

    test.each(["admin", "member+", "member", "support"] as const)(
      "%s is refused at every route about keys, and reads nothing of them through the others",
      async (role) => {
        const somebody = await portal.signIn({ name: "Nick", org: "acme", role });
        const before = await config();
        let heard = "";
        for (const { method, path } of aboutKeys) {
          const body = method === "GET" || method === "DELETE" ? undefined : {};
          const answer = await somebody.send(method, pathOf(path), body);
          expectProblem(answer, 403, "forbidden");
          heard += JSON.stringify(answer.body) + JSON.stringify([...answer.headers]);
        }
        for (const { path } of readByOthers) {
          heard += JSON.stringify((await somebody.send("GET", pathOf(path))).body);
        }
        for (const telltale of await telltales()) expect(heard).not.toContain(telltale);
        expect(await config()).toEqual(before);
      },
    );

    test("the portal hides the page by what /v1/me says", async () => {
      const about = async (role: "super_admin" | "admin" | "support") =>
        (await portal.signIn({ name: "Nick", org: "acme", role })).get("/v1/me");
      expect((await about("super_admin")).can).toContain("resetAccessKey");
      expect((await about("admin")).can).not.toContain("resetAccessKey");
      expect((await about("support")).can).toEqual(["getMe"]);
    });

    test("a bundle of permissions beside the role changes nothing", async () => {
      const bundle = { permissions: ["connectors:manage"], scope: "super_admin" };
      const admin = await portal.signIn({ name: "Nick", org: "acme", role: "admin" }, bundle);
      expectProblem(await admin.send("GET", `/v1/connections/${connectionId}`), 403, "forbidden");
    });

    test("support acting for a super admin is support", async () => {
      const acting = { act: { sub: "helpdesk-7" } };
      const olga = await portal.signIn({ name: "Olga Owner", org: "acme", role: "super_admin" }, acting);
      const answer = await olga.send("POST", `/v1/connections/${connectionId}/access-key`, {});
      expectProblem(answer, 403, "forbidden");
    });
  });
});
