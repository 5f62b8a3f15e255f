import { expect, test } from "vitest";
import { CreateServiceBody } from "./create-service.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const faultsOf = (secretAccessKey: string, name = "Own bucket") => {
  const customer = { bucket: "customers-own", region: "us-east-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
  const body = { name, type: "s3", owner: "customer", customer: { ...customer, secretAccessKey } };
  return CreateServiceBody.safeParse(body).error?.issues.map(({ path }) => path.join(".")) ?? [];
};

test.each(["%", "", "too short", `${SECRET} `, "x".repeat(129)])("%j is no secret access key", (text) => {
  expect(faultsOf(text)).toEqual(["customer.secretAccessKey"]);
});

test("a secret that is pasted into the name as well is refused there", () => {
  expect(faultsOf(SECRET)).toEqual([]);
  expect(faultsOf(SECRET, `Own ${SECRET}`)).toEqual(["name"]);
});
