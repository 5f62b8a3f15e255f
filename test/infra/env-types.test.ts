import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deployed } from "./deployment.ts";

const committed = join(import.meta.dirname, "../../sst-env.d.ts");

test("sst-env.d.ts is what a deployment would write: KEYTURN_UPDATE=1 writes it", async () => {
  const { envTypes } = await deployed();
  if (process.env.KEYTURN_UPDATE === "1") writeFileSync(committed, envTypes);
  expect(readFileSync(committed, "utf8")).toBe(envTypes);
});
