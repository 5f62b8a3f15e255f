import { Minimatch } from "minimatch";

/**
 * A pattern as FilePattern describes it. minimatch's matcher does not recurse, so that no pattern takes longer than
 * its length times that of the name (docs/adr/0014-pipelines.md); the test beside this file holds it to that.
 */
const OPTIONS = {
  ...{ nobrace: true, noext: true, nocomment: true, nonegate: true, noglobstar: true },
  dot: true,
  platform: "linux",
} as const;

export type FileMatcher = (lastPart: string) => boolean;

/**
 * Whether one of the patterns matches the last part of a file's key. What a pattern says literally rules most names
 * out; it is compiled when the first name comes that is left, for that takes as long as many names.
 */
export function fileMatcher(patterns: readonly string[]): FileMatcher {
  const matchers = patterns.map(matcherOf);
  return (lastPart) => lastPart !== "" && matchers.some((matches) => matches(lastPart));
}

/** What has a meaning of its own. Before the first of these a pattern is literal, and behind the last. */
const SPECIAL = /[*?[\]\\]/;
/** Between these, what looks literal may not be. */
const CLASS_OR_ESCAPE = /[[\\]/;

function matcherOf(pattern: string): FileMatcher {
  const parts = pattern.split(SPECIAL);
  if (parts.length === 1) return (name) => name === pattern;
  const [beginning = "", ending = ""] = [parts[0], parts.at(-1)];
  const between = CLASS_OR_ESCAPE.test(pattern) ? [] : parts.slice(1, -1);
  let compiled: Minimatch | undefined;
  return (name) => {
    if (!name.startsWith(beginning) || !name.endsWith(ending)) return false;
    if (!between.every((part) => name.includes(part))) return false;
    compiled ??= new Minimatch(pattern, OPTIONS);
    return compiled.match(name);
  };
}
