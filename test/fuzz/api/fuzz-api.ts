import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCredentials } from "../../support/laptop.ts";
import { type StartedProcess, startProcess } from "../../support/started-process.ts";
import { type Fault, run } from "../run.ts";
import { Secrets } from "../secrets.ts";
import { Tally } from "../tally.ts";
import type { Exchange } from "../wire.ts";
import { afterwards } from "./afterwards.ts";
import { type ApiDraft, apiDrafts, routeNames } from "./api-drafts.ts";
import { addBystander, furnish, PORTAL_PATH, secretsOf, tokenOf } from "./furnish.ts";
import { apiJudge, parsed } from "./judge.ts";
import type { Answered, KnownOrg } from "./known-org.ts";

export interface FuzzOptions {
  requests: number;
  seed: number;
  onProgress?(done: number): void;
}

export interface Fuzzed {
  faults: Fault[];
  tally: Tally;
  unreached: string[];
}

/** What callers were told was done. */
export interface Acknowledged {
  org: string;
  accessKeyIds: Set<string>;
  serviceIds: Set<string>;
}

const documentText = readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8");

/** Sends requests of all kinds to Keyturn's API, in a process of its own with a throw-away data folder. */
export async function fuzzApi({ requests, seed, onProgress }: FuzzOptions): Promise<Fuzzed> {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-fuzz-"));
  const process = await startProcess(dataDir, {
    KEYTURN_ADOPTED_USER_PATHS: PORTAL_PATH,
    KEYTURN_CORS_ORIGINS: "https://portal.example.com",
    KEYTURN_MAIL_SENDER: "keys@keyturn.example",
  });
  try {
    return await fuzzProcess(process, { requests, seed, ...(onProgress && { onProgress }) });
  } finally {
    await process.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function fuzzProcess(process: StartedProcess, options: FuzzOptions): Promise<Fuzzed> {
  const document = JSON.parse(documentText);
  const orgs = [await furnish(process, "acme"), await furnish(process, "globex")];
  const bystander = await addBystander(process, "bystander");
  const secrets = new Secrets();
  for (const org of [...orgs, bystander]) for (const secret of secretsOf(org)) secrets.add(secret);
  secrets.add(rootCredentials(process.dataDir).secretAccessKey);
  // The last part of a token is what nobody else can make.
  for (const { tokens } of orgs) for (const token of tokens.values()) secrets.add(token.slice(-60));
  const told = new Map<KnownOrg, Acknowledged>(
    orgs.map((org) => [org, { org: org.name, accessKeyIds: new Set(), serviceIds: new Set() }]),
  );
  const check = await afterwards(process, bystander);
  const tally = new Tally();
  const port = Number(new URL(process.url).port);
  const make = apiDrafts(document, orgs, bystander, options.seed, port);
  const faults = await run<ApiDraft>(
    {
      ...{ port, make, endedWith: process.endedWith, judge: apiJudge(document, secrets) },
      nameOf: ({ route }) => route,
      learn: (asked, answered) => learn(asked, answered, told.get(asked.org) as Acknowledged, secrets),
    },
    { ...options, tally },
  );
  for (const org of orgs) org.tokens.set("super_admin", await tokenOf(process, org.name, "super_admin"));
  const later = process.endedWith() === undefined ? await check(orgs, [...told.values()], secrets) : [];
  const found = later.map((what): Fault => ({ what, where: "after the run", how: "", times: 1 }));
  return { faults: [...faults, ...found], tally, unreached: tally.unreached(routeNames) };
}

function learn(
  { org, draft, isValid }: ApiDraft,
  { answers }: Exchange,
  told: Acknowledged,
  secrets: Secrets,
): void {
  for (const { status, body } of answers) {
    if (status >= 300) continue;
    const read = parsed(body.toString("utf8")) as Answered | undefined;
    if (isValid || !draft.isOddHttp) org.learn(draft.method, draft.target, read);
    const { accessKeyId, secretAccessKey } = read?.credentials ?? {};
    if (typeof accessKeyId === "string" && draft.method === "POST") told.accessKeyIds.add(accessKeyId);
    if (typeof secretAccessKey === "string") secrets.add(secretAccessKey);
    if (status === 201 && read?.service) told.serviceIds.add(read.service.serviceId);
  }
}
