import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apiTypes } from "./generate.ts";

// KEYTURN_UPDATE=1 npm test -- client/generated writes client/generated/ anew.
test("the API's types are those of docs/openapi.json", async () => {
  const file = new URL("generated/api.ts", import.meta.url);
  const text = await apiTypes();
  if (process.env.KEYTURN_UPDATE) {
    mkdirSync(new URL("generated/", import.meta.url), { recursive: true });
    writeFileSync(file, text);
  }
  expect(readFileSync(file, "utf8")).toBe(text);
});
