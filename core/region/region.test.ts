import { expect, test } from "vitest";
import { regionalIdsOf } from "./region.ts";

test("the ids of an org's storage in a region are for good: with others its key would be lost", () => {
  expect(regionalIdsOf("acme", "us-east-1")).toEqual({
    serviceId: "svc_8e0284d79d793434fb985b08a567ccf7",
    connectionId: "con_2c14273f35c5f7bad288ac37167da2a1",
  });
  const others = [regionalIdsOf("acme", "eu-central-1"), regionalIdsOf("globex", "us-east-1")];
  expect(new Set(others.map(({ connectionId }) => connectionId)).size).toBe(2);
  expect(others.map(({ serviceId }) => serviceId)).not.toContain("svc_8e0284d79d793434fb985b08a567ccf7");
});
