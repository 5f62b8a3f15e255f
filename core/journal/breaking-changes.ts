import { isDeepStrictEqual } from "node:util";
import type { JsonSchema } from "./published-schema.ts";

const LOWER_BOUNDS = ["minimum", "exclusiveMinimum", "minLength", "minItems"] as const;
const UPPER_BOUNDS = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"] as const;
/** What says nothing of the values, and what is compared by a rule of its own. */
const COMPARED = new Set<string>([
  ...["$schema", "$comment", "title", "description", "examples", "deprecated", "default"],
  ...["type", "const", "enum", "properties", "required", "items", ...LOWER_BOUNDS, ...UPPER_BOUNDS],
]);

/**
 * Why the published schema may not give way to this one, a sentence each. A change that breaks consumers needs a
 * higher version: their rules and their checks then leave its events out, instead of misreading them.
 */
export function objections(published: JsonSchema, current: JsonSchema): string[] {
  return versionOf(current) > versionOf(published) ? [] : breakingChanges(published, current);
}

/**
 * What a consumer that knows the published schema could trip over in events of the current one, a sentence each.
 * There is nothing if it accepts all of them and finds every property it knew; what cannot be compared counts as
 * broken.
 */
export function breakingChanges(published: JsonSchema, current: JsonSchema, at = "detail"): string[] {
  const known = alternatives(published);
  return alternatives(current).flatMap((one) => {
    const attempts = known.map((other) => differences(other, one, at));
    return attempts.reduce((nearest, next) => (next.length < nearest.length ? next : nearest));
  });
}

/** The `anyOf`s and the several types of a schema as schemas of one type each. */
function alternatives({ anyOf, type, ...rest }: JsonSchema): JsonSchema[] {
  if (anyOf) return anyOf.flatMap((one) => alternatives({ ...rest, ...one }));
  if (!Array.isArray(type)) return [type === undefined ? rest : { ...rest, type }];
  return type.map((one) => (one === "null" ? { type: one } : { ...rest, type: one }));
}

function differences(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const { type } = published;
  const isOfType =
    type === undefined || type === current.type || `${type} ${current.type}` === "number integer";
  if (!isOfType) return [`${at} may be ${current.type ?? "anything"}, it was ${type}`];
  return [
    ...valuesAdded(published, current, at),
    ...propertiesLost(published, current, at),
    ...itemsChanged(published, current, at),
    ...boundsWidened(published, current, at),
    ...othersChanged(published, current, at),
  ];
}

function valuesAdded(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const known = valuesOf(published);
  const values = valuesOf(current);
  if (!known) return [];
  if (!values) return [`${at} may be any ${current.type}, it was one of ${JSON.stringify(known)}`];
  const added = values.filter((value) => !known.includes(value));
  return added.map(
    (value) => `${at} may be ${JSON.stringify(value)}, it was one of ${JSON.stringify(known)}`,
  );
}

function propertiesLost(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const { properties = {}, additionalProperties = true } = published;
  const lost = Object.entries(properties).flatMap(([name, known]) => {
    const property = current.properties?.[name];
    if (property === undefined) return [`${at}.${name} is gone`];
    const mayBeMissing = published.required?.includes(name) && !current.required?.includes(name);
    return [
      ...(mayBeMissing ? [`${at}.${name} may be missing`] : []),
      ...breakingChanges(asObject(known), asObject(property), `${at}.${name}`),
    ];
  });
  if (additionalProperties === true) return lost;
  const added = Object.keys(current.properties ?? {}).filter((name) => !Object.hasOwn(properties, name));
  return [...lost, ...added.map((name) => `${at}.${name} is new where nothing may be added`)];
}

function itemsChanged(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const { items: known } = published;
  const { items = true } = current;
  if (known === undefined) return [];
  if (Array.isArray(known) || Array.isArray(items)) return [`${at} has items of a kind that is not compared`];
  return breakingChanges(asObject(known), asObject(items), `${at}[]`);
}

function boundsWidened(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const number = (schema: JsonSchema, name: string, otherwise: number) => Number(schema[name] ?? otherwise);
  const widened = [
    ...LOWER_BOUNDS.filter((name) => number(current, name, -Infinity) < number(published, name, -Infinity)),
    ...UPPER_BOUNDS.filter((name) => number(current, name, Infinity) > number(published, name, Infinity)),
  ];
  return widened.map((name) => `${at} has no longer the ${name} ${published[name]}`);
}

function othersChanged(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const others = Object.keys(published).filter((name) => !COMPARED.has(name));
  const changed = others.filter((name) => !isDeepStrictEqual(published[name], current[name]));
  return changed.map((name) => `${at} has another ${name}`);
}

function valuesOf(schema: JsonSchema): unknown[] | undefined {
  return "const" in schema ? [schema.const] : schema.enum;
}

/** `true` allows everything, as a schema that says nothing. */
function asObject(schema: JsonSchema | boolean): JsonSchema {
  return typeof schema === "boolean" ? (schema ? {} : { not: {} }) : schema;
}

function versionOf(schema: JsonSchema): number {
  const metadata = asObject(schema.properties?.metadata ?? true);
  return Number(asObject(metadata.properties?.version ?? true).const);
}
