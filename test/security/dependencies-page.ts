import type { LockedPackage } from "./locked-packages.ts";
import type { Shipped } from "./shipped-packages.ts";

const HEAD = `# What Keyturn is made of

<!-- Written by the test: KEYTURN_UPDATE=1 npm test -- test/security writes it anew. -->

A package counts where something of it is in the bundle. All are pinned in \`package-lock.json\`, with their hashes, and
none runs a script when it is installed (\`.npmrc\`).
`;

/** With so few Lambdas that have a package not, they are named instead. */
const OTHERS_MAX = 3;

/** docs/dependencies.md: how many packages each Lambda and the console ship, which, and under which licences. */
export function dependenciesPage(shipped: readonly Shipped[], locked: readonly LockedPackage[]): string {
  const counts = shipped.map(({ name, packages }) => `| ${name} | ${packages.length} |`);
  const names = [...new Set(shipped.flatMap(({ packages }) => packages))].sort();
  const rows = names.map((name) => `| ${name} | ${licenceOf(name, locked)} | ${usersOf(name, shipped)} |`);
  return `${HEAD}
## How many packages are in each

| function | packages |
| --- | --- |
${counts.join("\n")}

## Which

${names.length} packages in all.

| package | licence | in |
| --- | --- | --- |
${rows.join("\n")}

## What tests and builds use besides

| licence | packages |
| --- | --- |
${licences(locked.filter((one) => one.isForTests && !names.includes(one.name))).join("\n")}
`;
}

/** A bundle has the one that is installed for everybody; others are of packages that want an older one. */
function licenceOf(name: string, locked: readonly LockedPackage[]): string {
  const own = locked.filter((one) => one.name === name);
  return (own.find(({ path }) => path === `node_modules/${name}`) ?? own[0])?.license ?? "";
}

function usersOf(name: string, shipped: readonly Shipped[]): string {
  const users = shipped.filter(({ packages }) => packages.includes(name)).map((one) => one.name);
  const others = shipped.map((one) => one.name).filter((user) => user !== "console" && !users.includes(user));
  if (users.includes("console") || others.length > OTHERS_MAX) return users.join(", ");
  return others.length === 0 ? "every Lambda" : `every Lambda but ${others.join(", ")}`;
}

function licences(packages: readonly LockedPackage[]): string[] {
  const counts = new Map<string, number>();
  for (const { license } of packages) counts.set(license, (counts.get(license) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `| ${name} | ${count} |`);
}
