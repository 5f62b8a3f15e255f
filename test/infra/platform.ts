import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Where `sst install` puts the components, the providers and the esbuild they are evaluated with. */
export function platformOf(root: string): string {
  return join(root, ".sst/platform");
}

/** A package that `sst install` brought, and of which only what is used is typed. */
export function fromPlatform<Package>(root: string, name: string): Package {
  return createRequire(join(platformOf(root), "package.json"))(name) as Package;
}

/** The versions that the project asks for: of SST in package.json, of the AWS provider in sst.config.ts. */
function wantedVersions(root: string): { sst: string; aws: string } {
  const sst: string | undefined = readJson(join(root, "package.json")).devDependencies?.sst;
  const aws = /aws: \{ version: "([\d.]+)"/.exec(readFileSync(join(root, "sst.config.ts"), "utf8"))?.[1];
  if (!sst || !aws)
    throw new Error("package.json names no version of sst, or sst.config.ts none of its provider aws");
  return { sst, aws };
}

/** Whether exactly these versions are installed. The lock is what an installation writes last. */
export function isInstalled(root: string): boolean {
  const platform = platformOf(root);
  const provider = join(platform, "node_modules/@pulumi/aws/package.json");
  const marks = [join(platform, "version"), provider, join(root, ".sst/provider-lock.json")];
  if (!marks.every((mark) => existsSync(mark))) return false;
  const wanted = wantedVersions(root);
  return (
    readFileSync(join(platform, "version"), "utf8").trim() === wanted.sst &&
    readJson(provider).version === wanted.aws
  );
}

interface Manifest {
  version?: string;
  devDependencies?: Record<string, string>;
}

function readJson(path: string): Manifest {
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}
