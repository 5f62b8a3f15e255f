import { afterAll, beforeAll, describe } from "vitest";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { testEveryRoleOnEveryRoute } from "../support/role-matrix.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop({ KEYTURN_ADOPTED_USER_PATHS: "/portal/", KEYTURN_PRESET: "connector" });
});
afterAll(() => laptop.close());

describe("the rules of the connector", () => {
  testEveryRoleOnEveryRoute(() => laptop, ["super_admin"]);
});
