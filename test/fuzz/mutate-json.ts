import type { Random } from "../simulation/random.ts";
import { CANARY, TEXTS } from "./hostile.ts";
import { NAMES, RawJson, SECRET_NAMES, VALUES } from "./hostile-json.ts";

type Path = (string | number)[];

/** As JSON.stringify does it, but that it writes what cannot be a value. */
export function jsonText(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}:${jsonText(one)}`);
  return `{${fields.join(",")}}`;
}

/** The value with one thing wrong with it, as text. Says what was done. */
export function spoiledJson(value: unknown, random: Random): { text: string; how: string } {
  const places = placesIn(value);
  const at = random.pick(places);
  const said = at.join(".") || "the whole";
  switch (
    random.weighted({
      replace: 6,
      text: 5,
      drop: 3,
      add: 4,
      secret: 2,
      wrap: 1,
      repeat: 1,
      twice: 2,
      retype: 2,
    })
  ) {
    case "replace":
      return { text: jsonText(replaced(value, at, random.pick(VALUES))), how: `${said} is of another kind` };
    case "text":
      return { text: jsonText(replaced(value, at, random.pick(TEXTS))), how: `${said} is a strange text` };
    case "drop":
      return { text: jsonText(dropped(value, at)), how: `no ${said}` };
    case "add":
      return {
        text: withField(value, random.pick(NAMES), random.pick([...VALUES, ...TEXTS])),
        how: "a field too many",
      };
    case "secret":
      return {
        text: withField(value, random.pick(SECRET_NAMES), secretOf(random)),
        how: "a secret too many",
      };
    case "wrap":
      return {
        text: jsonText(replaced(value, at, [at.length === 0 ? value : valueAt(value, at)])),
        how: `${said} in a list`,
      };
    case "repeat":
      return {
        text: jsonText(replaced(value, at, Array(random.between(2, 3_000)).fill(valueAt(value, at)))),
        how: `${said} many times`,
      };
    case "twice":
      return { text: twice(value, random), how: "a field twice" };
    case "retype":
      return {
        text: jsonText(replaced(value, at, retyped(valueAt(value, at)))),
        how: `${said} as another type`,
      };
  }
}

function secretOf(random: Random): string {
  return `${CANARY}${"0123456789abcdefABCDEF/+".repeat(2).slice(random.between(0, 9))}`.slice(0, 40);
}

/** The value itself, and whatever is in it. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null || value instanceof RawJson) return [at];
  const inner = Array.isArray(value) ? [...value.entries()].slice(0, 20) : Object.entries(value);
  return [at, ...inner.flatMap(([name, one]) => placesIn(one, [...at, name]))];
}

function valueAt(value: unknown, at: Path): unknown {
  return at.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown>)?.[name], value);
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(name), replaced(value[Number(name)], rest, by));
  const fields = value as Record<string, unknown>;
  return { ...fields, [name]: replaced(fields[name], rest, by) };
}

function dropped(value: unknown, at: Path): unknown {
  const name = at.at(-1);
  if (name === undefined) return {};
  const parent = valueAt(value, at.slice(0, -1));
  if (Array.isArray(parent)) return replaced(value, at.slice(0, -1), parent.toSpliced(Number(name), 1));
  const { [name]: _, ...rest } = parent as Record<string, unknown>;
  return replaced(value, at.slice(0, -1), rest);
}

function withField(value: unknown, name: string, added: unknown): string {
  const text = jsonText(value);
  if (!text.startsWith("{")) return text;
  const comma = text === "{}" ? "" : ",";
  return `{${JSON.stringify(name)}:${jsonText(added)}${comma}${text.slice(1)}`;
}

/** One of its fields stands there twice, with different values. */
function twice(value: unknown, random: Random): string {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return withField(value, names.length > 0 ? random.pick(names) : "a", random.pick(VALUES));
}

function retyped(value: unknown): unknown {
  if (typeof value === "string") return Number(value) || { value };
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return String(value);
  return value === null ? "null" : JSON.stringify(value);
}
