import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { consoleHeaders, contentTypeOf } from "../../console/headers.ts";
import { buildConsole } from "../../stacks/build-console.ts";
import { deployed } from "./deployment.ts";
import type { Graph } from "./graph.ts";
import * as page from "./invariants/console.ts";
import * as edge from "./invariants/edge.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("the console is there, its URL is told, and its files are the distribution's alone", () => {
  expect(page.theConsoleIsThereIfAsked(graph)).toEqual([]);
  expect(page.onlyTheDistributionReadsTheConsole(graph)).toEqual([]);
});

test("its files have strict headers and are kept for as long as they hold", () => {
  expect(page.theConsolesHeadersAreSet(graph)).toEqual([]);
  expect(page.filesHoldAsLongAsTheyMay(graph)).toEqual([]);
});

test("the API is under the same origin: its token gets through, its answers are its own and never kept", () => {
  expect(edge.theApiIsUnderTheConsole(graph)).toEqual([]);
  expect(edge.theApiIsNeverCached(graph)).toEqual([]);
  expect(edge.answersAreTheApisOwn(graph)).toEqual([]);
});

test("nothing is sent in the clear, and nobody listens on the way", () => {
  expect(edge.theConsoleSpeaksTlsOnly(graph)).toEqual([]);
  expect(edge.nothingListensAtTheEdge(graph)).toEqual([]);
});

test("with a domain of its own it takes TLS 1.2 or later, and in production it can go again", async () => {
  const own = await deployed({ stage: "production", set: ownDomain });
  expect(page.theConsoleIsThereIfAsked(own)).toEqual([]);
  expect(edge.theConsoleSpeaksTlsOnly(own)).toEqual([]);
  expect(page.theConsoleGoesAway(own)).toEqual([]);
});

test("who wants no console has nothing of it", async () => {
  const without = await deployed({ set: { KEYTURN_CONSOLE: "false" } });
  expect(page.theConsoleIsThereIfAsked(without)).toEqual([]);
});

const ownDomain = {
  KEYTURN_CONSOLE_DOMAIN: "keys.example.com",
  KEYTURN_CONSOLE_CERTIFICATE: "arn:aws:acm:us-east-1:123456789012:certificate/0c1e2d3f",
};

test("the page may load what is its own, run no script that stands in it, and be framed by nobody", () => {
  const policy = consoleHeaders["Content-Security-Policy"];
  const directives = new Map(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
  expect(directives.get("default-src")).toEqual(["'none'"]);
  expect([...directives.values()].flat().filter((source) => !/^('self'|'none'|data:)$/.test(source))).toEqual(
    [],
  );
  for (const nobody of ["base-uri", "form-action", "frame-ancestors"]) {
    expect(directives.get(nobody)).toEqual(["'none'"]);
  }
  const ofData = [...directives].filter(([, sources]) => sources.includes("data:")).map(([name]) => name);
  expect(ofData).toEqual(["img-src"]);
});

describe("the build before a deployment", () => {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-console-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A project whose console is built by this script. */
  function project(name: string, script: string): string {
    const root = join(folder, name);
    mkdirSync(root);
    writeFileSync(join(root, "package.json"), JSON.stringify({ scripts: { "console:build": script } }));
    return root;
  }

  test("answers every file that it left", () => {
    const root = project(
      "sound",
      "mkdir -p console/dist/assets && touch console/dist/index.html console/dist/assets/a-1.js",
    );
    expect(buildConsole(root)).toEqual({
      folder: join(root, "console/dist"),
      paths: ["assets/a-1.js", "index.html"],
    });
  });

  test("stops the deployment with its own words when it fails, and when it left no page", () => {
    expect(() => buildConsole(project("failing", "echo no such module >&2; exit 1"))).toThrow(
      /^The console could not be built \(npm run console:build\): no such module/,
    );
    expect(() => buildConsole(project("empty", "mkdir -p console/dist"))).toThrow("left no index.html in");
  });

  test("stops it at a file whose content type nobody knows", () => {
    expect(() => contentTypeOf("assets/module.wasm")).toThrow("knows no content type of assets/module.wasm");
  });
});
