import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { statusOf } from "../problem.ts";
import { type Route, type RouteName, routes } from "../routes.ts";
import { operations } from "./operations.ts";
import { codesOf } from "./responses.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const sources = new Map<string, string>();

function sourceOf(file: string): string {
  const source = sources.get(file) ?? readFileSync(file, "utf8");
  sources.set(file, source);
  return source;
}

/** The files of ours that a file imports, without those it has types of alone. */
function importsOf(file: string): string[] {
  const imports = sourceOf(file).matchAll(/^(?:import|export) (?!type )[^;]*? from "(\.[^"]+\.ts)";/gms);
  return [...imports].map(([, path = ""]) => resolve(dirname(file), path));
}

/** All of core that a handler can come to. */
function reachable(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const next of importsOf(file)) reachable(next, seen);
  return seen;
}

/** What the docblocks of a file's functions say that they throw: `Throws DomainError: not_found, busy (…); CallFailed.` */
function saidIn(file: string): string[] {
  const docblocks = sourceOf(file).matchAll(/^\/\*\*((?:(?!\*\/).)*)\*\/\nexport /gms);
  return [...docblocks].flatMap(([, text = ""]) => {
    const [, codes = ""] = /Throws DomainError:?([^;.]*)/.exec(text.replace(/\n \* ?/g, " ")) ?? [];
    return knownIn(codes);
  });
}

/** Codes that stand somewhere in the text as words. */
function knownIn(text: string): string[] {
  return Object.keys(statusOf).filter((code) => new RegExp(`\\b${code}\\b`).test(text));
}

const handlers = Object.entries<Route>(routes)
  .filter(([, { access }]) => access !== "open")
  .map(
    ([name]) =>
      [
        name as RouteName,
        `${root}functions/api/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`,
      ] as const,
  );

describe.each(handlers)("%s", (name, file) => {
  const documented: string[] = codesOf(routes[name], operations[name]);

  test("documents what its use cases say that they throw", () => {
    const useCases = importsOf(file).filter((path) => relative(root, path).startsWith("core/"));
    expect(documented).toEqual(expect.arrayContaining(useCases.flatMap(saidIn)));
  });

  test("documents no code of its own that nothing it calls can throw", () => {
    const made = [...reachable(file)].flatMap((path) => [
      ...sourceOf(path).matchAll(/DomainError\(\s*"(\w+)"/g),
    ]);
    const thrown = new Set(made.map(([, code = ""]) => code));
    expect(operations[name].codes.filter((code) => !thrown.has(code))).toEqual([]);
  });
});

test("use cases do say what they throw", () => {
  expect(handlers.flatMap(([, file]) => importsOf(file).flatMap(saidIn)).length).toBeGreaterThan(80);
});
