import { readFileSync } from "node:fs";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

const docs = new URL("../docs/", import.meta.url);

const HEADER = "// Generated: KEYTURN_UPDATE=1 npm test -- client/generated writes it anew.\n\n";
/** A field with a default may be left out of a request. */
const options = { defaultNonNullable: false, rootTypes: true, rootTypesNoSchemaPrefix: true };

/** The API's types, of docs/openapi.json. */
export async function apiTypes(): Promise<string> {
  const document = JSON.parse(readFileSync(new URL("openapi.json", docs), "utf8")) as OpenAPI3;
  return HEADER + astToString(await openapiTS(document, options));
}
