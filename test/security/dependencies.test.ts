import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { dependenciesPage } from "./dependencies-page.ts";
import { type LockedPackage, lockedPackages } from "./locked-packages.ts";
import { type Shipped, shippedConsole, shippedLambdas } from "./shipped-packages.ts";
import { unfit } from "./unfit-packages.ts";

const root = join(import.meta.dirname, "../..");
const PAGE = join(root, "docs/dependencies.md");
/** The most that a Lambda ships: a further one is to be thought about. */
const PACKAGES_MAX = 50;

let shipped: Shipped[];
let locked: LockedPackage[];
beforeAll(async () => {
  locked = lockedPackages(root);
  shipped = [...(await shippedLambdas()), await shippedConsole(root)];
});

test("every package is pinned by its hash, under a licence that lets it be used so", () => {
  const names = new Set(shipped.flatMap(({ packages }) => packages));
  expect(unfit(locked, names)).toEqual([]);
  expect(locked.length).toBeGreaterThan(names.size);
});

describe("a package is noticed", () => {
  const good: LockedPackage = {
    ...{ path: "node_modules/good", name: "good", version: "1.0.0", license: "MIT" },
    ...{ resolved: "", integrity: "sha512-x" },
    ...{ isForTests: false, hasInstallScript: false },
  };
  test.each<[string, Partial<LockedPackage>]>([
    ["without a hash", { integrity: "" }],
    ["with a weak hash", { integrity: "sha1-x" }],
    ["from a place of its own", { resolved: "https://packages.example/good-1.0.0.tgz" }],
    ["from a repository", { resolved: "git+ssh://git@github.com/good/good.git#1" }],
    ["without a licence", { license: "" }],
    ["under a licence that asks for the whole source", { license: "AGPL-3.0-only" }],
    ["that is shipped under one that asks for its own source", { license: "MPL-2.0" }],
    ["that wants to run a script", { hasInstallScript: true }],
  ])("%s", (_, change) => {
    expect(unfit([good], new Set(["good"]))).toEqual([]);
    expect(unfit([{ ...good, ...change }], new Set(["good"]))).toHaveLength(1);
  });
});

test("what package.json asks for are versions, not ranges", () => {
  for (const file of ["package.json", "client/package.json"]) {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(root, file), "utf8"),
    );
    const versions = Object.entries<string>({
      ...{ ...dependencies, ...devDependencies },
      ...optionalDependencies,
    });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  }
});

test("no package runs a script when it is installed", () => {
  expect(readFileSync(join(root, ".npmrc"), "utf8")).toMatch(/^ignore-scripts=true$/m);
});

test("a Lambda ships few packages", () => {
  const lambdas = shipped.filter(({ name }) => name !== "console");
  expect(lambdas.length).toBeGreaterThan(10);
  expect(lambdas.filter(({ packages }) => packages.length > PACKAGES_MAX)).toEqual([]);
});

test("docs/dependencies.md says which packages are shipped: KEYTURN_UPDATE=1 writes it", () => {
  const page = dependenciesPage(shipped, locked);
  if (process.env.KEYTURN_UPDATE) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
});
