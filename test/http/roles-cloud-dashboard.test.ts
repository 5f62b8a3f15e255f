import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addService, type Laptop, resetKey, startLaptop } from "../support/laptop.ts";
import { stateOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";
import { testEveryRoleOnEveryRoute } from "../support/role-matrix.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop({ KEYTURN_ADOPTED_USER_PATHS: "/portal/", KEYTURN_PRESET: "cloud-dashboard" });
});
afterAll(() => laptop.close());

describe("the rules of the cloud dashboard", () => {
  testEveryRoleOnEveryRoute(() => laptop, ["super_admin", "admin", "member+"], {
    removeAccessKey: "removal_not_allowed",
    deleteService: "removal_not_allowed",
    deleteConnection: "removal_not_allowed",
  });
});

test("a key is never removed, nor shown as removable", async () => {
  const token = await laptop.token("member+", "keeper");
  const { connection } = await addService(laptop, token);
  const { accessKeyId } = (await resetKey(laptop, token, connection.connectionId)).body.credentials;
  const before = await stateOf(laptop, "keeper");
  for (const confirm of [`?confirm=${accessKeyId}`, "?confirm=AKIAWRONGWRONGWRONG", ""]) {
    const path = `/v1/connections/${connection.connectionId}/access-key${confirm}`;
    expectProblem(await laptop.call("DELETE", path, { token }), 403, "removal_not_allowed");
  }
  expect(await stateOf(laptop, "keeper")).toEqual(before);
  const { can } = (await laptop.call("GET", "/v1/me", { token })).body;
  expect(can).toContain("resetAccessKey");
  expect(can).not.toContain("removeAccessKey");
});

test("what has no key can be deleted", async () => {
  const token = await laptop.token("admin", "tidy");
  const { service } = await addService(laptop, token, "Short-lived");
  const further = await laptop.call("POST", `/v1/services/${service.serviceId}/connections`, {
    token,
    body: {},
  });
  const { connectionId, userName } = further.body;
  const one = await laptop.call("DELETE", `/v1/connections/${connectionId}?confirm=${userName}`, { token });
  expect(one.status).toBe(204);
  const all = await laptop.call("DELETE", `/v1/services/${service.serviceId}?confirm=Short-lived`, { token });
  expect(all.status).toBe(204);
  expect((await laptop.call("GET", "/v1/services", { token })).body.items).toEqual([]);
});

test("a service keeps all its connections while one of them has a key", async () => {
  const token = await laptop.token("admin", "half");
  const { service } = await addService(laptop, token, "Half");
  const further = await laptop.call("POST", `/v1/services/${service.serviceId}/connections`, {
    token,
    body: {},
  });
  await resetKey(laptop, token, further.body.connectionId);
  const before = await stateOf(laptop, "half");
  const path = `/v1/services/${service.serviceId}?confirm=Half`;
  expectProblem(await laptop.call("DELETE", path, { token }), 403, "removal_not_allowed");
  expect(await stateOf(laptop, "half")).toEqual(before);
});
