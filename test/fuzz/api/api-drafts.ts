import fc from "fast-check";
import { type Route, type RouteName, routes } from "../../../functions/routes.ts";
import type { Random } from "../../simulation/random.ts";
import { type Draft, newDraft } from "../draft.ts";
import { arbitraryOf, type Schema } from "../from-schema.ts";
import { CANARY, TEXTS } from "../hostile.ts";
import { BODIES } from "../mutate-body.ts";
import { HEADERS } from "../mutate-head.ts";
import { jsonText, spoiledJson } from "../mutate-json.ts";
import { changeForm, spoilTarget } from "../mutate-target.ts";
import { spoilWire } from "../mutate-wire.ts";
import { spoilBy } from "../spoil-by.ts";
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

// biome-ignore lint/suspicious/noExplicitAny: a document of many kinds of things
type Document = any;

export const routeNames = Object.keys(routes) as RouteName[];
const SAMPLES = 60;

/** Makes requests to the API: every route in turn, valid and broken. */
export function apiDrafts(
  document: Document,
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
    if (kind === "broken") breakIt(draft, asked, random, port);
    return { draft, org, route, isValid: kind !== "broken" };
  };

  /** Whatever the document allows, with ids that are there and such that are not. */
  function bySchema(route: RouteName, org: KnownOrg, random: Random): Sensible {
    const { method, path }: Route = routes[route];
    const { parameters = [], requestBody } = document.paths[path][method.toLowerCase()];
    const params = Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [
        name,
        idOf(name, random.chance(0.7) ? org : others, random),
      ]),
    );
    const query: Record<string, string> = {};
    for (const one of parameters.filter((parameter: Document) => parameter.in === "query")) {
      if (random.chance(0.4)) query[one.name] = String(sampleOf(one.schema, random));
    }
    const schema = requestBody?.content["application/json"].schema;
    return { params, query, ...(schema && { body: sampleOf(schema, random) as object }) };
  }

  function sampleOf(schema: Schema, random: Random): unknown {
    const key = JSON.stringify(schema);
    const all = samples.get(key) ?? fc.sample(arbitraryOf(schema, document), { seed, numRuns: SAMPLES });
    samples.set(key, all);
    return random.pick(all);
  }
}

function breakIt(draft: Draft, { body }: Sensible, random: Random, port: number): void {
  for (let left = random.chance(0.25) ? 2 : 1; left > 0; left--) {
    const bodied = body === undefined ? 0.5 : 6;
    const weights = {
      json: body === undefined ? 0 : 7,
      bytes: bodied,
      target: 5,
      header: 4,
      wire: 3,
      form: 0.5,
    };
    switch (random.weighted(weights)) {
      case "json": {
        const { text, how } = spoiledJson(body, random);
        draft.body = Buffer.from(text);
        draft.spoiled.push(how);
        break;
      }
      case "bytes":
        spoilBy(BODIES, draft, random);
        break;
      case "target":
        spoilTarget(draft, random);
        break;
      case "header":
        spoilBy(HEADERS, draft, random);
        break;
      case "form":
        changeForm(draft, random);
        break;
      case "wire":
        spoilWire(draft, random, port);
        return; // its bytes may be laid out for good
    }
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
