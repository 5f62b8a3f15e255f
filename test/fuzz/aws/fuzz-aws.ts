import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCredentials } from "../../support/laptop.ts";
import { type StartedProcess, startProcess } from "../../support/started-process.ts";
import type { Fuzzed, FuzzOptions } from "../api/fuzz-api.ts";
import { logFaults } from "../log-faults.ts";
import { type Fault, run } from "../run.ts";
import { Secrets } from "../secrets.ts";
import { Tally } from "../tally.ts";
import type { Exchange } from "../wire.ts";
import { type AwsDraft, awsDrafts, callNames } from "./aws-drafts.ts";
import { awsJudge } from "./judge.ts";
import { KnownAws } from "./known-aws.ts";

/** Never done, or never refused: there is nothing else to say to them. */
const NEVER_DONE = ["s3 what is not done", "iam what is not done"];

/** Sends requests of all kinds to the laptop's AWS, in a process of its own whose data folder lies within one that is watched. */
export async function fuzzAws({ requests, seed, onProgress }: FuzzOptions): Promise<Fuzzed> {
  const watched = mkdtempSync(join(tmpdir(), "keyturn-fuzz-aws-"));
  const dataDir = join(watched, "a", "b", "data");
  mkdirSync(dataDir, { recursive: true });
  const process = await startProcess(dataDir);
  try {
    return await fuzzProcess(process, watched, { requests, seed, ...(onProgress && { onProgress }) });
  } finally {
    await process.kill();
    rmSync(watched, { recursive: true, force: true });
  }
}

async function fuzzProcess(process: StartedProcess, watched: string, options: FuzzOptions): Promise<Fuzzed> {
  const root = rootCredentials(process.dataDir);
  const aws = new KnownAws(root);
  const secrets = new Secrets();
  secrets.add(root.secretAccessKey);
  const tally = new Tally();
  const port = Number(new URL(process.awsUrl).port);
  const before = outsideOf(watched, process.dataDir);
  const faults = await run<AwsDraft>(
    {
      ...{ port, make: awsDrafts(aws, port), endedWith: process.endedWith, judge: awsJudge(secrets) },
      nameOf: ({ call }) => call,
      learn: (asked, answered) => learn(aws, secrets, asked, answered),
    },
    { ...options, tally },
  );
  const after = outsideOf(watched, process.dataDir);
  const later = [
    ...after
      .filter((path) => !before.includes(path))
      .map((path) => `${path} was written outside of its place`),
    ...logFaults(process.said(), secrets),
  ];
  const found = later.map((what): Fault => ({ what, where: "after the run", how: "", times: 1 }));
  const reachable = callNames.filter((name) => !NEVER_DONE.includes(name));
  return { faults: [...faults, ...found], tally, unreached: tally.unreached(reachable) };
}

function learn(
  aws: KnownAws,
  secrets: Secrets,
  { call, draft, plan, isValid }: AwsDraft,
  { answers }: Exchange,
): void {
  const [answer] = answers;
  if (!answer || answer.status >= 300 || draft.isOddHttp) return;
  const text = answer.body.toString("utf8");
  for (const element of ["SecretAccessKey", "SessionToken"]) {
    const secret = new RegExp(`<${element}>([^<]*)<`).exec(text)?.[1];
    if (secret && !draft.spoiled.includes("HEAD")) secrets.add(secret);
  }
  if (isValid) aws.learn(call, new Map(plan.params ?? []), draft.target, answer.headers, text);
}

/** Every file that is neither of the data folder's own stores, nor named as S3's are. */
function outsideOf(watched: string, dataDir: string): string[] {
  const own = /^(dynamodb|aws\/(iam|sts|events|mail|secrets))\//;
  const ofBuckets = /^aws\/s3\/[a-z0-9.-]+\/(data|records|uploads|made\.json)/;
  return readdirSync(watched, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const inside = path.startsWith(`${dataDir}/`) ? path.slice(dataDir.length + 1) : undefined;
      return inside === undefined || !(own.test(inside) || ofBuckets.test(inside));
    });
}
