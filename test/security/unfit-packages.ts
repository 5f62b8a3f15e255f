import type { LockedPackage } from "./locked-packages.ts";

/** Licences that ask for no more than their text. */
const PERMISSIVE = new Set([
  ...["MIT", "MIT-0", "Apache-2.0", "BSD-3-Clause", "ISC", "0BSD", "BlueOak-1.0.0", "Unlicense"],
  ...["Python-2.0", "MIT OR Apache-2.0", "(MIT OR CC0-1.0)"],
]);
/** Of what only tests and builds use, unchanged. */
const UNSHIPPED = new Set([...PERMISSIVE, "MPL-2.0"]);
/** Its script compiles where the package has no built file; where Keyturn's tests run, it has. */
const WITH_UNUSED_SCRIPT = new Set(["classic-level", "fsevents"]);
/** The lock file names no place: whichever registry answers, the hash decides. */
const ANY_REGISTRY = "";

/** What a package has that it must not have, one line each. `shipped`: the names of those that somebody else runs. */
export function unfit(locked: readonly LockedPackage[], shipped: ReadonlySet<string>): string[] {
  return locked.flatMap((one) => {
    const allowed = shipped.has(one.name) || !one.isForTests ? PERMISSIVE : UNSHIPPED;
    const faults = [
      ...(one.integrity.startsWith("sha512-") ? [] : ["has no SHA-512"]),
      ...(one.resolved === ANY_REGISTRY ? [] : [`comes from ${one.resolved}`]),
      ...(allowed.has(one.license) ? [] : [`has the licence ${one.license || "none"}`]),
      ...(one.hasInstallScript && !WITH_UNUSED_SCRIPT.has(one.name) ? ["runs a script"] : []),
    ];
    return faults.map((fault) => `${one.path} ${fault}`);
  });
}
