import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A package as package-lock.json pins it. */
export interface LockedPackage {
  /** Where it is installed: `node_modules/@middy/core`. */
  path: string;
  name: string;
  version: string;
  /** An SPDX expression; "" where the lock file has none. */
  license: string;
  resolved: string;
  integrity: string;
  /** Whether only what tests and builds brings it. */
  isForTests: boolean;
  hasInstallScript: boolean;
}

interface Entry {
  version?: string;
  license?: string;
  resolved?: string;
  integrity?: string;
  dev?: boolean;
  link?: boolean;
  hasInstallScript?: boolean;
}

const INSTALLED = "node_modules/";

/** Every package that `npm ci` installs, on one platform or another. The project's own are none. */
export function lockedPackages(root: string): LockedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const entries = Object.entries<Entry>(lock.packages);
  return entries.flatMap(([path, entry]) => {
    if (!path.includes(INSTALLED) || entry.link) return [];
    const name = packageOf(path);
    const { version = "", license = "", resolved = "", integrity = "" } = entry;
    const flags = { isForTests: entry.dev === true, hasInstallScript: entry.hasInstallScript === true };
    return [{ ...{ path, name, version, license, resolved, integrity }, ...flags }];
  });
}

/** The package that a file is of, by its path: `@middy/core`. "" for a file of no package. */
export function packageOf(path: string): string {
  const place = path.lastIndexOf(INSTALLED);
  if (place < 0) return "";
  const [scope = "", name = ""] = path.slice(place + INSTALLED.length).split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}
