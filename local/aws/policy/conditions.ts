import { readOperator } from "./operators.ts";

/** Condition keys in lower case (they are case-insensitive) and their values; an absent key is not in the map. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** What is not there (`undefined`, or a list of nothing) is absent from a request's context, as on AWS. */
export function contextOf(
  entries: Record<string, string | readonly string[] | undefined>,
): Map<string, readonly string[]> {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(entries)) {
    const values = value === undefined ? [] : typeof value === "string" ? [value] : value;
    if (values.length > 0) context.set(key.toLowerCase(), values);
  }
  return context;
}

/** "unknown": the operator, or a variable in a value, is not one this endpoint can judge. */
export type Verdict = "met" | "unmet" | "unknown";
type Resolve = (text: string) => string | undefined;

/** All conditions of a statement have to be met: every operator, and every key of it. */
export function judgeConditions(
  conditions: Record<string, Record<string, readonly string[]>>,
  context: Context,
  resolve: Resolve,
): Verdict {
  return every(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) =>
        judge(operator, context.get(key.toLowerCase()), values, resolve),
      ),
    ),
  );
}

function judge(
  name: string,
  given: readonly string[] | undefined,
  values: readonly string[],
  resolve: Resolve,
): Verdict {
  if (name === "Null") {
    const absent = String(given === undefined);
    return met(values.some((value) => value.toLowerCase() === absent));
  }
  const { set, ifExists, operator } = readOperator(name) ?? {};
  if (operator === undefined) return "unknown";
  const { test, negated } = operator;
  if (given === undefined) return met(set ? set === "ForAllValues" : ifExists || negated);

  const wanted = values.map(resolve);
  const holds = (one: string): Verdict => {
    const matched = wanted.some((value) => value !== undefined && test(one, value));
    return !matched && wanted.includes(undefined) ? "unknown" : met(matched !== negated);
  };
  const verdicts = given.map(holds);
  if (set === "ForAnyValue" || (set === undefined && !negated)) return some(verdicts);
  return every(verdicts);
}

function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("unmet")) return "unmet";
  return verdicts.includes("unknown") ? "unknown" : "met";
}

function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("met")) return "met";
  return verdicts.includes("unknown") ? "unknown" : "unmet";
}

function met(yes: boolean): Verdict {
  return yes ? "met" : "unmet";
}
