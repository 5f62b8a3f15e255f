import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addService, type Laptop, resetKey, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop.close());

const put = async (org: string, body: object, role = "super_admin") =>
  laptop.call("PUT", "/v1/policy", { token: await laptop.token(role, org), body });
const get = async (org: string) =>
  laptop.call("GET", "/v1/policy", { token: await laptop.token("admin", org) });

async function keyed(org: string) {
  const token = await laptop.token("admin", org);
  const { connection } = await addService(laptop, token);
  await resetKey(laptop, token, connection.connectionId);
  const path = `/v1/connections/${connection.connectionId}`;
  return { token, look: async () => (await laptop.call("GET", path, { token })).body };
}

describe("the policy of an org", () => {
  test("is the default until it is changed, and can be sent back as it came", async () => {
    const { body } = await get("fresh");
    expect(body).toMatchObject({ contacts: [], rotation: { maxAgeDays: 180 }, reset: { quietHours: 36 } });
    expect(await put("fresh", body)).toMatchObject({ status: 200, body });
    expect((await laptop.events()).some((event) => event.detail.metadata?.org === "fresh")).toBe(false);
  });

  test("changes when keys are due, at once", async () => {
    const { look } = await keyed("stricter");
    const before = await look();
    expect(await put("stricter", { rotation: { maxAgeDays: 90 } })).toMatchObject({ status: 200 });
    const after = await look();
    const days = (Date.parse(before.rotationDueAt) - Date.parse(after.rotationDueAt)) / 86_400_000;
    expect(days).toBe(90);
    expect(after).toMatchObject({ status: "active", updatedOn: before.updatedOn });
  });

  test("is told of in the history and on the bus, without any address", async () => {
    await put("told", { contacts: ["secret-team@example.com"], rotation: { maxAgeDays: 100 } });
    const events = (await laptop.events()).filter((event) => event.detail.metadata?.org === "told");
    expect(events.map((event) => event["detail-type"])).toEqual(["PolicyChanged"]);
    expect(JSON.stringify(events)).not.toContain("@");
    const { body } = await laptop.call("GET", "/v1/history", { token: await laptop.token("admin", "told") });
    expect(body.items).toMatchObject([{ type: "PolicyChanged", by: expect.any(String) }]);
    expect(JSON.stringify(body)).not.toContain("@");
  });

  test("is its own org's", async () => {
    await put("one-org", { rotation: { maxAgeDays: 60 } });
    expect((await get("another-org")).body.rotation.maxAgeDays).toBe(180);
  });

  test.each([
    [{ keyManagerRoles: ["member"] }, ["keyManagerRoles"]],
    [{ removalAllowed: false, enabledRegions: [] }, ["removalAllowed", "enabledRegions"]],
  ])("cannot change what is fixed for all orgs: %j", async (body, paths) => {
    const answer = await put("locked", body);
    expectProblem(answer, 403, "policy_locked");
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual(paths);
  });

  test.each([
    [{ rotation: { maxAgeDays: -1 } }, "rotation.maxAgeDays"],
    [{ rotation: { remindBeforeDays: [30, 0] } }, "rotation.remindBeforeDays.1"],
    [{ rotation: { maxAgeDays: 20, remindBeforeDays: [30] } }, "rotation.remindBeforeDays"],
    [{ reset: { graceHoursDefault: 169 } }, "reset.graceHoursDefault"],
    [{ contacts: ["nobody"] }, "contacts.0"],
    [{ contacts: "team@example.com" }, "contacts"],
    [{ rotation: { everyDay: true } }, "rotation.everyDay"],
    [{ interval: 5 }, "interval"],
  ])("%j has a fault at %s, and changes nothing", async (body, path) => {
    const answer = await put("faulty", body);
    expectProblem(answer, 400, "invalid_request");
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
    expect((await get("faulty")).body.rotation.maxAgeDays).toBe(180);
  });

  test("is the super admin's to change", async () => {
    for (const role of ["admin", "member+", "member", "support"]) {
      expectProblem(await put("guarded", { rotation: { maxAgeDays: 9 } }, role), 403, "forbidden");
    }
    expect((await get("guarded")).body.rotation.maxAgeDays).toBe(180);
  });
});

test("the summary counts by status, what is due soon, the oldest key, and what is held", async () => {
  const summary = async () =>
    (await laptop.call("GET", "/v1/summary", { token: await laptop.token("admin", "summed") })).body;
  const token = await laptop.token("admin", "summed");
  await addService(laptop, token, "Never keyed");
  const { connection } = await addService(laptop, token, "Sales data");
  const issued = await resetKey(laptop, token, connection.connectionId);
  const { accessKeyId } = issued.body.credentials;
  expect(await summary()).toMatchObject({
    connections: 2,
    byStatus: { not_configured: 1, active: 1, due: 0, disabled: 0 },
    dueWithin30Days: 0,
    oldestKey: { accessKeyId, keyAgeDays: 0, serviceName: "Sales data" },
    retirementsHeld: 0,
  });
  await laptop.advance(155);
  expect(await summary()).toMatchObject({ dueWithin30Days: 1, oldestKey: { keyAgeDays: 155 } });
  await laptop.advance(30);
  expect(await summary()).toMatchObject({ byStatus: { due: 1, active: 0 }, dueWithin30Days: 0 });
  await resetKey(laptop, token, connection.connectionId);
  expect(await summary()).toMatchObject({ byStatus: { due: 1 } }); // of less than a minute ago
  await laptop.advance(1 / 1_440);
  expect(await summary()).toMatchObject({ byStatus: { due: 0, active: 1 } });
});

test("180 days on the clock: reminders, the flag, the nagging, and a reset that ends it", async () => {
  const { token, look } = await keyed("aged");
  await put("aged", { contacts: ["owner@example.com"] });
  const told = async () =>
    (await laptop.told("aged")).map(({ type }) => type).filter((type) => type.startsWith("KeyRotation"));
  for (const [days, flagged] of [
    [150, false],
    [29, false],
    [1, true],
    [7, true],
  ] as const) {
    await laptop.advance(days);
    await laptop.sweep();
    expect(await look()).toMatchObject({ flagged, status: flagged ? "due" : "active" });
  }
  expect(await told()).toEqual([
    ...["KeyRotationReminder", "KeyRotationReminder", "KeyRotationDue", "KeyRotationOverdue"],
  ]);
  const due = await laptop.call("GET", "/v1/connections?status=due", { token });
  expect(due.body.items).toHaveLength(1);
  const mails = (await laptop.mail()).filter(({ to }) => to === "owner@example.com");
  expect(mails.filter(({ subject }) => /due/i.test(subject))).toHaveLength(4);
  await resetKey(laptop, token, due.body.items[0].connectionId);
  expect(await look()).toMatchObject({ flagged: false, status: "active", keyAgeDays: 0 });
  await laptop.sweep();
  expect(await told()).toHaveLength(4);
});
