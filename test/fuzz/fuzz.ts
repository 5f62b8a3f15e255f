import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { type Fuzzed, fuzzApi } from "./api/fuzz-api.ts";
import { fuzzAws } from "./aws/fuzz-aws.ts";

const USAGE = `npm run fuzz -- [--requests N] [--seed N] [--only api|aws]

Sends N requests, half of them broken, to every route of the API and to every call that the laptop's AWS answers, and
holds each answer against what is documented. Ends with 1 and a way to see it again for everything that is wrong.
`;
const PROGRESS_EVERY_MS = 10_000;

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "10000" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
const subjects = { api: fuzzApi, aws: fuzzAws };
const chosen = Object.entries(subjects).filter(([name]) => values.only === undefined || values.only === name);
if (values.help || chosen.length === 0 || !Number.isSafeInteger(requests) || !Number.isSafeInteger(seed)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

for (const [name, fuzz] of chosen) {
  const share = Math.ceil(requests / chosen.length);
  let done = 0;
  const progress = setInterval(
    () => console.error(`${name}: ${done} of ${share} requests`),
    PROGRESS_EVERY_MS,
  );
  const began = Date.now();
  const onProgress = (count: number) => {
    done = count;
  };
  const fuzzed = await fuzz({ requests: share, seed, onProgress });
  clearInterval(progress);
  console.log(`\n${name}: seed ${seed}, ${Math.round((Date.now() - began) / 1000)} s\n\n${reportOf(fuzzed)}`);
  if (fuzzed.faults.length + fuzzed.unreached.length > 0) process.exitCode = 1;
}

function reportOf({ faults, tally, unreached }: Fuzzed): string {
  const found = faults.map(({ what, where, how, times }) => `${times} × ${where}: ${what}\n    ${how}`);
  return [
    tally.report(),
    "",
    ...unreached,
    ...found,
    `${faults.length} faults, ${unreached.length} not reached.`,
  ].join("\n");
}
