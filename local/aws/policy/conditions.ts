import { matchesWildcard } from "./wildcard.ts";

/** Condition keys in lower case (they are case-insensitive) and their values; an absent key is not in the map. */
export type Context = ReadonlyMap<string, string>;

export function contextOf(entries: Record<string, string | undefined>): Map<string, string> {
  const context = new Map<string, string>();
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) context.set(key.toLowerCase(), value);
  }
  return context;
}

type Test = (given: string, wanted: string) => boolean;
const equals: Test = (given, wanted) => given === wanted;
const like: Test = (given, wanted) => matchesWildcard(wanted, given);
const bool: Test = (given, wanted) => given.toLowerCase() === wanted.toLowerCase();

const OPERATORS = new Map<string, { test: Test; negated: boolean }>([
  ["StringEquals", { test: equals, negated: false }],
  ["StringNotEquals", { test: equals, negated: true }],
  ["StringLike", { test: like, negated: false }],
  ["StringNotLike", { test: like, negated: true }],
  ["Bool", { test: bool, negated: false }],
]);

/** "unknown": the operator, or a variable in a value, is not one this endpoint can judge. */
export type Verdict = "met" | "unmet" | "unknown";

export function judgeConditions(
  conditions: Record<string, Record<string, readonly string[]>>,
  context: Context,
  resolve: (text: string) => string | undefined,
): Verdict {
  let verdict: Verdict = "met";
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(keys)) {
      const one = judge(operator, context.get(key.toLowerCase()), values, resolve);
      if (one === "unmet") return "unmet";
      if (one === "unknown") verdict = "unknown";
    }
  }
  return verdict;
}

function judge(
  operator: string,
  given: string | undefined,
  values: readonly string[],
  resolve: (text: string) => string | undefined,
): Verdict {
  if (operator === "Null") {
    const absent = String(given === undefined);
    return met(values.some((value) => value.toLowerCase() === absent));
  }
  // Every key here has one value at most, so that "all of them" and "any of them" differ only where there is none.
  const [, set, plain = "", ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = OPERATORS.get(plain);
  if (known === undefined) return "unknown";
  if (given === undefined) return met(set ? set === "ForAllValues:" : Boolean(ifExists) || known.negated);
  const wanted = values.map(resolve);
  const matched = wanted.some((value) => value !== undefined && known.test(given, value));
  if (!matched && wanted.includes(undefined)) return "unknown";
  return met(matched !== known.negated);
}

function met(yes: boolean): Verdict {
  return yes ? "met" : "unmet";
}
