import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { objections } from "./breaking-changes.ts";
import { eventTypes } from "./event.ts";
import { eventDescriptions } from "./event-descriptions.ts";
import { type JsonSchema, openSchema, publishedSchema } from "./published-schema.ts";

// KEYTURN_UPDATE=1 npm test -- core/journal/published-schema writes the schemas and the guide's table anew.
const folder = new URL("../../docs/events/", import.meta.url);
const guide = new URL("../../docs/consume-events.md", import.meta.url);
const update = Boolean(process.env.KEYTURN_UPDATE);

describe.each(eventTypes)("%s", (type) => {
  const file = new URL(`${type}.json`, folder);
  const current = publishedSchema(type);
  const published: JsonSchema = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : current;
  const breaks = objections(published, current);

  test("breaks nobody who relies on the schema that is published", () => {
    expect(breaks).toEqual([]);
  });

  test("is published as it is in the code", () => {
    // Never over one that consumers rely on: the published schemas are what a change is measured by.
    if (update && breaks.length === 0) writeFileSync(file, textOf(current));
    expect(readFileSync(file, "utf8")).toBe(textOf(current));
  });
});

test("an event that was published is still told", () => {
  expect(readdirSync(folder).sort()).toEqual(eventTypes.map((type) => `${type}.json`).sort());
});

test("docs/consume-events.md lists every event", () => {
  const page = readFileSync(guide, "utf8");
  const rows = eventTypes.map(
    (type) => `| [\`${type}\`](events/${type}.json) | ${eventDescriptions[type]} |\n`,
  );
  const written = page.replace(/(?<=\| event \| tells \|\n\| --- \| --- \|\n)(\|.*\n)*/, rows.join(""));
  if (update) writeFileSync(guide, written);
  expect(readFileSync(guide, "utf8")).toBe(written);
  expect(written).toContain(rows.join(""));
});

test("what consumers are given is open for more, and says of a number only what was asked for", () => {
  expect(openSchema(z.strictObject({ n: z.int() }))).toMatchObject({
    properties: { n: { type: "integer" } },
  });
  expect(openSchema(z.int())).not.toHaveProperty("maximum");
  expect(openSchema(z.int())).not.toHaveProperty("minimum");
  expect(openSchema(z.strictObject({}))).not.toHaveProperty("additionalProperties");
  const ofTexts = { type: "string" };
  expect(openSchema(z.record(z.string(), z.string()))).toMatchObject({ additionalProperties: ofTexts });
});

function textOf(schema: JsonSchema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
