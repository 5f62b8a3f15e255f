import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { measureLoad } from "./measure.ts";
import { readableLoad } from "./report.ts";
import { faultsOfLoad } from "./verdict.ts";

const USAGE = `npm run load -- [--minutes N] [--connections N] [--seed SEED] [--json]

Mixed traffic on the laptop cloud at saturation: so many users, each with one request under way, for so long; by turns
with the store alone, asked for the same calls. Ends with 1 if anything acknowledged was lost or done twice, if an answer
was of the 5xx kind and not 503, or if memory grew.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "3" },
    connections: { type: "string", default: "16" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const [minutes, connections, seed] = [values.minutes, values.connections, values.seed].map(Number);
if (values.help || !minutes || !connections || seed === undefined || !(minutes > 0) || !(connections > 0)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const figures = await measureLoad({ minutes, connections, seed, beside: true });
console.log(values.json ? JSON.stringify(figures, undefined, 2) : readableLoad(figures));
for (const fault of faultsOfLoad(figures)) {
  console.error(fault);
  process.exitCode = 1;
}
