import type { Random } from "../simulation/random.ts";
import type { Draft } from "./draft.ts";
import { TEXTS } from "./hostile.ts";

type Mutation = (target: string, random: Random) => string;

/** What programs read differently in a path, percent-encoded or not. */
const STRANGE = [
  "%2e%2e",
  "%2F",
  "%252F",
  "%00",
  "%0d%0a",
  "%c0%ae",
  "%ed%a0%80",
  "%ff",
  "%",
  "%z",
  "..;",
  ";a=b",
  "%3f",
  "%23",
  "%5c",
];
const MORE = [
  "",
  ".",
  "..",
  "~",
  "a%20b",
  "+",
  "*",
  "\\",
  "%E2%80%AE",
  "%F0%9F%92%A9",
  "\u00e9",
  "'",
  '"',
  "<x>",
  "{serviceId}",
  "|",
];

const [pathOf, queryOf] = [
  (target: string) => target.split("?")[0] ?? "",
  (target: string) => target.split("?").slice(1).join("?"),
];
const withQuery = (target: string, more: string) => `${target}${target.includes("?") ? "&" : "?"}${more}`;
const inPath = (change: (path: string, random: Random) => string): Mutation => {
  return (target, random) => {
    const query = queryOf(target);
    return change(pathOf(target), random) + (query && `?${query}`);
  };
};
const encoded = (random: Random) => encodeURIComponent(random.pick(TEXTS).toWellFormed()).slice(0, 4_000);
const names = [
  "limit",
  "cursor",
  "confirm",
  "status",
  "fileName",
  "org",
  "role",
  "__proto__",
  "constructor",
  "Action",
  "X-Amz-Date",
  "",
];

/** What can be wrong with where a request goes, by what is said of it. */
const TARGETS: Record<string, Mutation> = {
  "a doubled slash": inPath((path, random) =>
    path.replace(/\//g, (slash) => (random.chance(0.4) ? "//" : slash)),
  ),
  "a slash at the end": inPath((path) => `${path}/`),
  "a strange segment": inPath((path, random) => `${path}/${random.pick([...STRANGE, ...MORE])}`),
  "a segment that is replaced": inPath((path, random) => {
    const parts = path.split("/");
    const at = random.between(1, Math.max(1, parts.length - 1));
    return parts
      .with(Math.min(at, parts.length - 1), random.pick([...STRANGE, ...MORE, encoded(random)]))
      .join("/");
  }),
  "something within a segment": inPath((path, random) => {
    const at = random.between(1, path.length);
    return path.slice(0, at) + random.pick(STRANGE) + path.slice(at);
  }),
  "dots that lead back": inPath(
    (path, random) => `${random.pick(["/a/..", "/.", "/%2e%2e", "/..", "/v1/%2e%2e"])}${path}`,
  ),
  "a letter in percents": inPath((path, random) => {
    const at = random.between(1, path.length - 1);
    return `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`;
  }),
  "another case": inPath((path) => path.toUpperCase()),
  "a longer path": inPath((path, random) => path + "/a".repeat(random.between(50, 3_000))),
  "a query too much": (target, random) => withQuery(target, `${random.pick(names)}=${encoded(random)}`),
  "a query without a value": (target, random) => withQuery(target, random.pick(names)),
  "a query that cannot be decoded": (target, random) =>
    withQuery(target, `${random.pick(names)}=${random.pick(["%", "%ff", "%c0%80", "%u0041"])}`),
  "a query again": (target, random) =>
    withQuery(target, `${queryOf(target) || "limit=1"}&${random.pick(names)}=1`),
  "a query of many": (target, random) =>
    withQuery(target, Array.from({ length: random.between(100, 900) }, (_, n) => `a${n}=${n}`).join("&")),
  "a long query": (target, random) =>
    withQuery(target, `${random.pick(names)}=${"q".repeat(random.between(1_000, 9_000))}`),
  "lists in a query": (target, random) =>
    withQuery(target, `${random.pick(names)}[]=1&${random.pick(names)}[a]=2`),
  "separators in a query": (target, random) =>
    withQuery(target, random.pick(["&&&", "=", "=a", "a==b", "a=b;c=d", "?", "a=1#b"])),
  "a fragment": (target) => `${target}#fragment`,
};

/** Forms that HTTP knows, and few programs look for. */
const FORMS: Mutation[] = [
  (target) => `http://127.0.0.1${target}`,
  (target) => `HTTPS://user:password@evil.example:1${target}`,
  () => "*",
  () => "127.0.0.1:80",
  (target) => target.slice(1),
  (target) => `\\${target}`,
  () => "http://",
];

export function spoilTarget(draft: Draft, random: Random): void {
  const [how = "", change] = random.pick(Object.entries(TARGETS));
  draft.target = Buffer.from(change?.(draft.target, random) ?? "", "utf8").toString("latin1");
  draft.spoiled.push(how);
  // What is more than a request line can be read in, or has bytes that no target has, is the HTTP parser's to refuse.
  if (/[^\x21-\x7e]/.test(draft.target) || draft.target.length > 6_000) draft.isOddHttp = true;
}

export function changeForm(draft: Draft, random: Random): void {
  draft.target = random.pick(FORMS)(draft.target, random);
  draft.spoiled.push("another form of target");
  draft.isOddHttp = true;
}
