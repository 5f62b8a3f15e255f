import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = `${root}client/dist`;

/** Makes `keyturn-client-….tgz` of the package, in the folder that is named: as JavaScript, which any project can install. */
export function packClient(into: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  execFileSync(
    process.execPath,
    [`${root}node_modules/typescript/bin/tsc`, "-p", "client/tsconfig.build.json"],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
  const {
    devDependencies: _,
    exports,
    ...described
  } = JSON.parse(readFileSync(`${root}client/package.json`, "utf8"));
  const built = Object.entries<string>(exports).map(([name, source]) => {
    const file = source.replace(/\.ts$/, "");
    return [name, { types: `${file}.d.ts`, default: `${file}.js` }];
  });
  const made = { ...described, exports: Object.fromEntries(built) };
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(made, undefined, 2)}\n`);
  cpSync(`${root}client/README.md`, `${folder}/README.md`);
  cpSync(`${root}LICENSE`, `${folder}/LICENSE`);
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", into], { cwd: folder });
  return packed.toString().trim();
}

if (import.meta.main) console.log(packClient(root));
