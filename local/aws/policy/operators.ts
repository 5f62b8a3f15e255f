import { matchesWildcard } from "./wildcard.ts";

type Test = (given: string, wanted: string) => boolean;

interface Operator {
  test: Test;
  /** True where none of the wanted values may pass the test. */
  negated: boolean;
}

const equals: Test = (given, wanted) => given === wanted;
const equalsIgnoringCase: Test = (given, wanted) => given.toLowerCase() === wanted.toLowerCase();
const like: Test = (given, wanted) => matchesWildcard(wanted, given);

/** Each of the six parts by itself, so that a wildcard in one reaches into no other. */
const likeArn: Test = (given, wanted) => {
  const [parts, patterns] = [partsOf(given), partsOf(wanted)];
  if (wanted === "*" || parts.length !== patterns.length) return wanted === "*";
  return patterns.every((pattern, n) => matchesWildcard(pattern, parts[n] ?? ""));
};

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

type Comparison = (given: number, wanted: number) => boolean;
const comparisons: Record<string, Comparison> = {
  Equals: (given, wanted) => given === wanted,
  LessThan: (given, wanted) => given < wanted,
  LessThanEquals: (given, wanted) => given <= wanted,
  GreaterThan: (given, wanted) => given > wanted,
  GreaterThanEquals: (given, wanted) => given >= wanted,
};

/** What is no number, or no date, compares with nothing. */
function compared(read: (text: string) => number, compare: Comparison): Test {
  return (given, wanted) => compare(read(given), read(wanted));
}

const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
/** ISO 8601, or seconds since 1970. */
const date = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const positive: [string, Test][] = [
  ["StringEquals", equals],
  ["StringEqualsIgnoreCase", equalsIgnoringCase],
  ["StringLike", like],
  ["ArnEquals", likeArn],
  ["ArnLike", likeArn],
  ["Bool", equalsIgnoringCase],
  ...Object.entries(comparisons).flatMap(([name, compare]): [string, Test][] => [
    [`Numeric${name}`, compared(number, compare)],
    [`Date${name}`, compared(date, compare)],
  ]),
];

const OPERATORS = new Map<string, Operator>([
  ...positive.map(([name, test]): [string, Operator] => [name, { test, negated: false }]),
  ...positive.flatMap(([name, test]): [string, Operator][] => {
    // StringNotLike, NumericNotEquals; there is no NotBool and no NotLessThan.
    const [, kind, rest] = /^(String|Arn|Numeric|Date)(Equals\w*|Like)$/.exec(name) ?? [];
    return kind === undefined ? [] : [[`${kind}Not${rest}`, { test, negated: true }]];
  }),
]);

/** Those of AWS's that this endpoint cannot judge: it knows no client's address, and no binary key. */
const NOT_JUDGED = ["IpAddress", "NotIpAddress", "BinaryEquals"];

/** An operator's name taken apart: over all, or any, of a key's values, and whether the key may be missing. */
interface Reading {
  set: "ForAllValues" | "ForAnyValue" | undefined;
  ifExists: boolean;
  /** `undefined` for one that is not judged here. */
  operator: Operator | undefined;
}

/** `undefined` for a name that AWS does not know either. `Null` is none of these. */
export function readOperator(name: string): Reading | undefined {
  const [, set, plain = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = OPERATORS.get(plain);
  if (operator === undefined && !NOT_JUDGED.includes(plain)) return undefined;
  return { set: set as Reading["set"], ifExists: ifExists !== undefined, operator };
}
