import { readdirSync, readFileSync } from "node:fs";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

const docs = new URL("../docs/", import.meta.url);

const HEADER = "// Generated: KEYTURN_UPDATE=1 npm test -- client/generated writes it anew.\n\n";
/** A field with a default may be left out of a request. */
const options = { defaultNonNullable: false };
const named = { rootTypes: true, rootTypesNoSchemaPrefix: true };

/** The API's types, of docs/openapi.json. */
export async function apiTypes(): Promise<string> {
  const document = JSON.parse(readFileSync(new URL("openapi.json", docs), "utf8")) as OpenAPI3;
  return HEADER + astToString(await openapiTS(document, { ...options, ...named }));
}

/** The types of the events' details, of docs/events: schemas of OpenAPI 3.1 are JSON Schemas. */
export async function eventTypes(): Promise<string> {
  const schemas = Object.fromEntries(
    publishedSchemas().map(([type, { $schema, ...schema }]) => [type, schema]),
  );
  const info = { title: "Events", version: "1" };
  const document = { openapi: "3.1.1", info, paths: {}, components: { schemas } };
  return HEADER + astToString(await openapiTS(document as OpenAPI3, options));
}

/** The schemas themselves, to check events with. */
export function eventSchemas(): string {
  const entries = publishedSchemas().map(([type, schema]) => `  ${type}: ${JSON.stringify(schema)},\n`);
  const type = 'Record<keyof components["schemas"], object>';
  return `${HEADER}import type { components } from "./events.ts";\n
export const eventSchemas: ${type} = {\n${entries.join("")}};\n`;
}

function publishedSchemas(): [string, Record<string, unknown>][] {
  const folder = new URL("events/", docs);
  return readdirSync(folder)
    .sort()
    .map((file) => [file.replace(".json", ""), JSON.parse(readFileSync(new URL(file, folder), "utf8"))]);
}
