import { afterAll, beforeAll, expect, test } from "vitest";
import { addService, type Laptop, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop({
    KEYTURN_CLAIM_ORG: "https://portal.example/tenant",
    KEYTURN_CLAIM_ROLE: "groups",
    KEYTURN_CLAIM_NAME: "preferred_username",
    KEYTURN_ROLE_MAP: "Administrator=admin, Owner=super_admin,Helpdesk=support,Reader=member",
    KEYTURN_SUPPORT_CLAIMS: "act,impersonated_by",
  });
});
afterAll(() => laptop.close());

/** A token of that portal; its `org` and `role` are there too and mean nothing to it. */
const portalToken = (groups: unknown, more: Record<string, unknown> = {}) =>
  laptop.token("super_admin", "decoy", {
    claims: { groups, "https://portal.example/tenant": "acme", preferred_username: "Ada", ...more },
  });

const me = async (groups: unknown, more?: Record<string, unknown>) =>
  laptop.call("GET", "/v1/me", { token: await portalToken(groups, more) });

test.each([
  ["Administrator", "admin"],
  ["Owner", "super_admin"],
  [["Reader", "Administrator"], "admin"],
  [["Unmapped", "Reader"], "member"],
  [["Owner", "Helpdesk"], "support"],
])("the portal's %j is Keyturn's %s", async (groups, role) => {
  expect(await me(groups)).toMatchObject({ status: 200, body: { org: "acme", role, name: "Ada" } });
});

test.each(["admin", "super_admin", "administrator"])(
  "with a map, Keyturn's own %s is no role",
  async (groups) => {
    expectProblem(await me(groups), 403, "forbidden");
  },
);

test("support staff stay support, also where the map forgot them", async () => {
  expect((await me(["Owner", "support"])).body.role).toBe("support");
  expectProblem(
    await laptop.call("GET", "/v1/services", { token: await portalToken("support") }),
    403,
    "forbidden",
  );
});

test("a claim that says somebody acts for the user makes support", async () => {
  expect((await me("Owner", { impersonated_by: "helpdesk-7" })).body.role).toBe("support");
  const token = await portalToken("Owner", { impersonated_by: "helpdesk-7" });
  expectProblem(await laptop.call("GET", "/v1/services", { token }), 403, "forbidden");
});

test("what the usual claims say does not count", async () => {
  expectProblem(await me(null), 403, "forbidden");
  expectProblem(await me("Owner", { "https://portal.example/tenant": null }), 403, "forbidden");
});

test("a change shows the name the portal's claim gives", async () => {
  const { service, connection } = await addService(laptop, await portalToken("Administrator"));
  expect([service.createdBy, service.updatedBy, connection.updatedBy]).toEqual(["Ada", "Ada", "Ada"]);
});
