import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addService, type Laptop, putPipeline, startLaptop } from "../support/laptop.ts";
import { stateOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";
import { testEveryRoleOnEveryRoute } from "../support/role-matrix.ts";
import { routeNames, routeTable } from "../support/route-table.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop({ KEYTURN_ADOPTED_USER_PATHS: "/portal/" });
});
afterAll(() => laptop.close());

describe("the rules of the data services portal", () => {
  testEveryRoleOnEveryRoute(() => laptop, ["super_admin", "admin"]);
});

const newService = { name: "Never made", type: "s3", owner: "provider" };

async function me(claims: Record<string, unknown>, role = "admin") {
  return laptop.call("GET", "/v1/me", { token: await laptop.token(role, "asker", { claims }) });
}

describe("who somebody is follows from the token alone", () => {
  test("and /v1/me says it, with the routes they may use", async () => {
    const answer = await me({ name: "Ada" });
    expect(answer).toMatchObject({ status: 200, body: { org: "asker", role: "admin", name: "Ada" } });
    const mayAdmin = routeNames.filter((name) => !["open", "super_admin"].includes(routeTable[name].who));
    expect([...answer.body.can].sort()).toEqual(mayAdmin.sort());
    expect((await me({}, "super_admin")).body.can).toContain("changePolicy");
    expect((await me({}, "support")).body.can).toEqual(["getMe"]);
    expect((await me({}, "member")).body.can.sort()).toEqual([
      ...["getMe", "getPipeline", "getService", "identifyFiles", "listPipelines", "listServices"],
    ]);
    expect((await me({ name: "" })).body.name).toBe("local-user");
  });

  test.each([
    ["an unknown role", { role: "owner" }],
    ["a role in other letters", { role: "Admin" }],
    ["an empty role", { role: "" }],
    ["no role", { role: null }],
    ["no role but an object", { role: { admin: true } }],
    ["an empty list of roles", { role: [] }],
    ["no org", { org: null }],
    ["an empty org", { org: "" }],
    ["an org with a slash", { org: "acme/other" }],
    ["an org with a hash", { org: "acme#CONNECTION" }],
    ["an org with a line feed", { org: "acme\n" }],
    ["an org of 64 characters", { org: "a".repeat(64) }],
    ["several orgs", { org: ["acme", "other"] }],
    ["no subject", { sub: null }],
    ["an empty subject", { sub: "" }],
  ])("%s is refused, also where anyone may", async (_, claims) => {
    const before = await stateOf(laptop, "asker");
    expectProblem(await me(claims), 403, "forbidden");
    const token = await laptop.token("admin", "asker", { claims });
    expectProblem(await laptop.call("POST", "/v1/services", { token, body: newService }), 403, "forbidden");
    expect(await stateOf(laptop, "asker")).toEqual(before);
  });

  test.each([
    [["member", "admin"], "admin"],
    [["guest", "member+"], "member+"],
    [["admin", "support"], "support"],
  ])("the roles %j act as %s", async (role, expected) => {
    expect(await me({ role })).toMatchObject({ status: 200, body: { role: expected } });
  });

  test.each([{ act: { sub: "helpdesk" } }, { act: "" }, { act: false }])(
    "%j says that somebody acts for the user: support, whatever the role",
    async (claims) => {
      expect(await me(claims, "super_admin")).toMatchObject({ status: 200, body: { role: "support" } });
      const token = await laptop.token("super_admin", "asker", { claims });
      expectProblem(await laptop.call("POST", "/v1/services", { token, body: newService }), 403, "forbidden");
    },
  );

  test("an org of 63 characters is one", async () => {
    const org = `A${"b_-".repeat(20)}9z`;
    expect(await me({ org })).toMatchObject({ status: 200, body: { org } });
  });
});

test("who does not manage keys sees pipelines without mail addresses", async () => {
  const contacts = ["ada@example.com"];
  const told = await putPipeline(laptop, await laptop.token("admin", "seen"), "p", { contacts });
  expect(told).toMatchObject({ status: 201, body: { contacts } });
  const token = await laptop.token("member", "seen");
  const { contacts: _, ...shown } = told.body;
  const one = await laptop.call("GET", "/v1/pipelines/p", { token });
  expect(one.body).toStrictEqual(shown);
  const list = await laptop.call("GET", "/v1/pipelines?fileName=a.csv", { token });
  expect(list.body).toStrictEqual({ items: [shown], cursor: null });
  const body = { fileNames: ["a.csv"] };
  const identified = await laptop.call("POST", "/v1/pipelines/identify", { token, body });
  expect(JSON.stringify(identified.body)).not.toContain("@");
});

test("who does not manage keys sees of a service what it is, and no more", async () => {
  const { service } = await addService(laptop, await laptop.token("admin", "seen"));
  const { serviceId, name, type, owner, pipelineIds } = service;
  const token = await laptop.token("member", "seen");
  const one = await laptop.call("GET", `/v1/services/${serviceId}`, { token });
  expect(one.body).toStrictEqual({ serviceId, name, type, owner, pipelineIds });
  const list = await laptop.call("GET", "/v1/services", { token });
  expect(list.body).toStrictEqual({ items: [one.body], cursor: null });
});
