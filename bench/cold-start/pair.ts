import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { iamPathOf } from "../../core/connection/provisioning.ts";
import { userPolicy } from "../../core/connection/user-policy.ts";
import { orgIdOf } from "../../core/org/org.ts";
import { connectionKey } from "../../functions/adapters/item-keys.ts";
import { type Seed, withKey } from "../../test/faults/seeds.ts";
import { type Bundle, bundleFunction } from "../../test/infra/bundle.ts";
import { clientsAmong } from "../../test/support/bundled-clients.ts";
import type { CloudPorts } from "../../test/support/cloud-ports.ts";
import type { BareEvent, Subject } from "../bare/bare.ts";
import type { BenchCloud } from "./bench-cloud.ts";
import { type ColdStart, coldStart } from "./cold-process.ts";
import { firstEvents } from "./first-events.ts";

/** A Lambda, and a bare one with the same clients that makes the same calls. */
export interface Pair {
  clients: string[];
  /** As the Lambda made them: lists of what it asked at the same time. */
  calls: string[][];
  full: Side;
  bare: Side;
}

interface Side {
  bytes: number;
  start(): Promise<ColdStart>;
}

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Bundles both as they would be deployed, and learns from the Lambda which calls the bare one has to make. */
export async function makePair(cloud: BenchCloud, entry: string): Promise<Pair> {
  const full = await bundled(cloud, entry);
  const clients = clientsAmong(full.inputs);
  const bare = await bundled(cloud, `bench/bare/lambdas/${clients.join("-") || "none"}.ts`);
  const startFull = async (environment = cloud.environment) =>
    coldStart(full.outfile, await eventFor(cloud, entry), environment);
  const calls = await cloud.callsOf(startFull);
  return {
    clients,
    calls,
    full: { bytes: full.bytes, start: () => startFull() },
    bare: {
      bytes: bare.bytes,
      start: async () => coldStart(bare.outfile, await bareEvent(cloud, calls), cloud.environment),
    },
  };
}

async function bundled({ folder }: BenchCloud, entry: string): Promise<Bundle & { outfile: string }> {
  const outfile = join(folder, entry.replace(/\.ts$/, ".mjs"));
  return { ...(await bundleFunction({ root, entry, outfile, minify: true })), outfile };
}

async function eventFor({ ports }: BenchCloud, entry: string): Promise<unknown> {
  const first = firstEvents[entry];
  if (!first) throw new Error(`bench/cold-start/first-events.ts has no event for ${entry}`);
  return first.event(await withPolicy(ports, await first.seed(ports)));
}

async function bareEvent({ ports, environment }: BenchCloud, calls: string[][]): Promise<BareEvent> {
  const seed = await withPolicy(ports, await withKey(ports));
  const { bucket, folder, userName } = seed.connection;
  const subject: Subject = {
    ...{ bucket, folder, userName },
    tableName: environment.KEYTURN_TABLE ?? "",
    key: connectionKey(seed.connection),
    facts: { ...seed.connection },
    busName: environment.KEYTURN_BUS ?? "",
    accessKeyId: seed.given?.accessKeyId ?? "",
    path: iamPathOf(orgIdOf(seed.org)),
    boundaryArn: environment.KEYTURN_BOUNDARY_ARN ?? "",
    policy: JSON.stringify(userPolicy(bucket, folder)),
  };
  return { calls, subject };
}

async function withPolicy(ports: CloudPorts, seed: Seed): Promise<Seed> {
  await ports.provisioning.putUserPolicy(seed.connection);
  return seed;
}
