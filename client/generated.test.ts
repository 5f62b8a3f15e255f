import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apiTypes, eventSchemas, eventTypes } from "./generate.ts";

// KEYTURN_UPDATE=1 npm test -- client/generated writes client/generated/ anew.
test.each([
  ["the API's types are those of docs/openapi.json", "api.ts", apiTypes],
  ["the events' types are those of docs/events", "events.ts", eventTypes],
  ["events are checked with the schemas of docs/events", "event-schemas.ts", eventSchemas],
])("%s", async (_, name, generate) => {
  const file = new URL(`generated/${name}`, import.meta.url);
  const text = await generate();
  if (process.env.KEYTURN_UPDATE) writeFileSync(file, text);
  expect(existsSync(file) && readFileSync(file, "utf8")).toBe(text);
});
