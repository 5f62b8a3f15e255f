import fc from "fast-check";
import { type Route, type RouteName, routes } from "../../../functions/routes.ts";
import type { Random } from "../../simulation/random.ts";
import { type Draft, newDraft } from "../draft.ts";
import { arbitraryOf, type Schema } from "../from-schema.ts";
import { CANARY, TEXTS } from "../hostile.ts";
import { jsonText } from "../mutate-json.ts";
import { breakDraft } from "./break-draft.ts";
import { ROLES } from "./furnish.ts";
import type { KnownOrg } from "./known-org.ts";
import { type Sensible, sensible } from "./sensible.ts";

export interface ApiDraft {
  draft: Draft;
  org: KnownOrg;
  route: RouteName;
  /** Nothing was broken on purpose; it may be refused all the same. */
  isValid: boolean;
}

/** What of docs/openapi.json requests are made by. */
export interface FuzzedDocument {
  paths: Record<string, Record<string, FuzzedOperation>>;
  components: { schemas: Record<string, Schema> };
}
interface FuzzedOperation {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export const routeNames = Object.keys(routes) as RouteName[];
const SAMPLES = 60;

/** Makes requests to the API: every route in turn, valid and broken. */
export function apiDrafts(
  document: FuzzedDocument,
  orgs: KnownOrg[],
  others: KnownOrg,
  seed: number,
  port: number,
) {
  const samples = new Map<string, unknown[]>();

  return (n: number, random: Random): ApiDraft => {
    const route = routeNames[n % routeNames.length] as RouteName;
    const org = random.pick(orgs);
    const kind = random.weighted({ sensible: 32, schema: 13, broken: 55 });
    const asked =
      kind === "sensible" || random.chance(0.7) ? sensible[route](org, random) : bySchema(route, org, random);
    const draft = draftOf(route, asked, org, random, kind === "sensible");
    if (kind === "broken") breakDraft(draft, asked, random, port);
    return { draft, org, route, isValid: kind !== "broken" };
  };

  /** Whatever the document allows, with ids that are there and such that are not. */
  function bySchema(route: RouteName, org: KnownOrg, random: Random): Sensible {
    const { method, path }: Route = routes[route];
    const { parameters = [], requestBody } = document.paths[path]?.[method.toLowerCase()] ?? {};
    const params = Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [
        name,
        idOf(name, random.chance(0.7) ? org : others, random),
      ]),
    );
    const query: Record<string, string> = {};
    for (const one of parameters.filter(({ in: place }) => place === "query")) {
      if (random.chance(0.4)) query[one.name] = String(sampleOf(one.schema, random));
    }
    const schema = requestBody?.content["application/json"]?.schema;
    return { params, query, ...(schema && { body: sampleOf(schema, random) as object }) };
  }

  function sampleOf(schema: Schema, random: Random): unknown {
    const key = JSON.stringify(schema);
    const all = samples.get(key) ?? fc.sample(arbitraryOf(schema, document), { seed, numRuns: SAMPLES });
    samples.set(key, all);
    return random.pick(all);
  }
}

function draftOf(
  route: RouteName,
  asked: Sensible,
  org: KnownOrg,
  random: Random,
  mostlyMay: boolean,
): Draft {
  const { method, path }: Route = routes[route];
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(asked.params?.[name] ?? "none"));
  const search = new URLSearchParams(asked.query ?? {}).toString();
  const headers: [string, string][] = [];
  const token = tokenFor(org, random, mostlyMay);
  if (token !== undefined) headers.push(["authorization", `Bearer ${token}`]);
  if (asked.body) headers.push(["content-type", "application/json"]);
  if (method === "POST" && random.chance(0.2))
    headers.push(["idempotency-key", `k-${random.between(0, 9_999)}`]);
  return newDraft(
    method,
    search ? `${filled}?${search}` : filled,
    headers,
    asked.body ? jsonText(asked.body) : "",
  );
}

function tokenFor(org: KnownOrg, random: Random, mostlyMay: boolean): string | undefined {
  if (random.chance(mostlyMay ? 0.85 : 0.7)) return org.tokens.get("super_admin");
  if (random.chance(0.1)) return undefined;
  if (random.chance(0.1)) return `${CANARY}.${CANARY}.${CANARY}`;
  return org.tokens.get(random.pick([...ROLES, "expired", "nobody"]));
}

function idOf(name: string, org: KnownOrg, random: Random): string {
  if (random.chance(0.15)) return random.pick(TEXTS).toWellFormed().slice(0, 500) || "x";
  if (random.chance(0.15))
    return `${name.slice(0, 3)}_0198c0de-0000-7000-8000-${String(random.between(0, 1e9)).padStart(12, "0")}`;
  if (name === "region") return random.pick(["us-east-1", "eu-central-1", "eu-south-2"]);
  if (name === "serviceId") return org.service(random) ?? "none";
  if (name === "pipelineId") return org.pipeline(random) ?? "none";
  return org.connection(random)?.connectionId ?? "none";
}
