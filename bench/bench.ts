import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { benchmarksPage } from "./benchmarks-page.ts";
import { type AllFigures, type Part, type PartName, parts } from "./parts.ts";

const names = Object.keys(parts) as PartName[];
const USAGE = `npm run bench -- [--only ${names.join("|")}] [--json]

Measures in counts, and in ratios to something bare within the same run. All parts together write docs/benchmarks.md; one
alone is printed. Ends with 1 where a figure is not as promised.
`;
const PAGE = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));
const OUTPUT_BYTES_MAX = 64 * 1024 ** 2;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    only: { type: "string" },
    records: { type: "string", default: "100000" },
    connections: { type: "string", default: "0" },
    /** In MB. */
    large: { type: "string", default: "1024" },
  },
});
const only = names.find((name) => name === values.only);
if (values.help || (values.only !== undefined && !only)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

if (only) {
  const options = {
    records: Number(values.records),
    connections: Number(values.connections),
    largeBytes: Number(values.large) * 1024 ** 2,
  };
  // The name and what belongs to it are of one part, which the compiler does not see.
  const part = parts[only] as Part<unknown>;
  const figures = await part.measure(options);
  console.log(values.json ? JSON.stringify(figures) : part.readable(figures));
  complain(part, figures);
} else {
  const all = await measureAllParts();
  const page = benchmarksPage(all);
  writeFileSync(PAGE, page);
  console.log(values.json ? JSON.stringify(all, undefined, 2) : page);
  for (const name of names) complain(parts[name] as Part<unknown>, all[name]);
}

/** One after the other: they would disturb each other. */
async function measureAllParts(): Promise<AllFigures> {
  const figures: Partial<Record<PartName, unknown>> = {};
  for (const name of names) {
    console.error(`${name} …`);
    const { only: _, json: __, help: ___, ...sizes } = values;
    const options = Object.entries(sizes).flatMap(([option, value]) => [`--${option}`, value]);
    const args = [fileURLToPath(import.meta.url), "--only", name, "--json", ...options];
    const { stdout } = await run(args);
    figures[name] = JSON.parse(stdout);
  }
  return figures as AllFigures;
}

/** A part whose figures are not as promised ends with 1, and they are wanted all the same. */
async function run(args: string[]): Promise<{ stdout: string }> {
  try {
    return await promisify(execFile)(process.execPath, args, { maxBuffer: OUTPUT_BYTES_MAX });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (stdout?.startsWith("{") || stdout?.startsWith("[")) return { stdout };
    throw new Error(stderr || String(error));
  }
}

function complain(part: Part<unknown>, figures: unknown): void {
  for (const fault of part.faults?.(figures) ?? []) {
    console.error(fault);
    process.exitCode = 1;
  }
}
