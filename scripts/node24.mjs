// Prints the path of the Node that the scripts of package.json run on: the one npm ci brought for this machine, else
// this very one, if it is a 24. Plain JavaScript, because any Node may have to run it.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MAJOR = "24";
const { platform, arch, execPath, versions } = process;
const brought = fileURLToPath(new URL(`../node_modules/node-${platform}-${arch}/bin/node`, import.meta.url));

if (existsSync(brought)) {
  process.stdout.write(brought);
} else if (versions.node.split(".")[0] === MAJOR) {
  process.stdout.write(execPath);
} else {
  process.stderr.write(
    `Keyturn needs Node ${MAJOR}; this is ${versions.node}. Run npm ci, or install Node ${MAJOR}.\n`,
  );
  process.exitCode = 1;
}
