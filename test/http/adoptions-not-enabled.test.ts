import { afterAll, beforeAll, test } from "vitest";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop.close());

test("where no paths of users are named, nobody is adopted, and whoever asks is told so", async () => {
  const row = { serviceName: "Sales", bucket: "portal-data", folder: "sales/", userName: "s3-sales" };
  const token = await laptop.token("super_admin");
  const answer = await laptop.call("POST", "/v1/adoptions", { token, body: { rows: [row] } });
  expectProblem(answer, 409, "adoption_not_enabled");
});
