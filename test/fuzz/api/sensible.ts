import type { RouteName } from "../../../functions/routes.ts";
import type { Random } from "../../simulation/random.ts";
import type { KnownOrg } from "./known-org.ts";

/** A request that means something: what it names is there, as far as its sender knows. */
export interface Sensible {
  params?: Record<string, string | undefined>;
  query?: Record<string, string>;
  body?: object;
}

type Make = (org: KnownOrg, random: Random) => Sensible;

const nothing: Make = () => ({});
const name = (random: Random) =>
  `${random.pick(["Sales", "Ventes d'\u00e9t\u00e9", "\u58f2\u4e0a", "<b>x</b>"])} ${random.between(0, 9_999)}`;

const page: Make = (org, random) => {
  const limit = String(random.between(1, 100));
  const cursor = org.cursors.at(-1);
  return {
    query:
      random.weighted({ none: 2, limit: 2, cursor: 1 }) === "limit"
        ? { limit }
        : cursor && random.chance(0.2)
          ? { cursor }
          : {},
  };
};
const fileName = (random: Random) =>
  random.pick(["sales.csv", "2026/07/a b.txt", "x".repeat(900), "\u00fc.csv", "a.CSV"]);

const withService: Make = (org, random) => ({ params: { serviceId: org.service(random) } });
const withConnection: Make = (org, random) => ({
  params: { connectionId: org.connection(random)?.connectionId },
});
const withPipeline: Make = (org, random) => ({ params: { pipelineId: org.pipeline(random) } });

const resetBody = (random: Random, accessKeyId: string | null | undefined, canBeStaged: boolean) => ({
  ...(random.chance(0.7) && accessKeyId !== undefined && { expectedAccessKeyId: accessKeyId }),
  ...(canBeStaged && { mode: random.pick(["staged", "staged", "immediate"]) }),
  ...(random.chance(0.3) && { reason: random.pick(["scheduled", "lost", "compromised", "other"]) }),
});

const resetAccessKey: Make = (org, random) => {
  const one = org.connection(random, ({ owner }) => owner === "provider");
  const canBeStaged = one?.accessKeyId != null && !one.retiring;
  return {
    params: { connectionId: one?.connectionId },
    body: resetBody(random, one?.accessKeyId, canBeStaged),
  };
};

const putAccessKey: Make = (org, random) => {
  const one = org.connection(random, ({ connectionId }) => org.pairs.has(connectionId));
  const pairs = org.pairs.get(one?.connectionId ?? "") ?? [];
  const pair = pairs.find(({ accessKeyId }) => accessKeyId !== one?.accessKeyId) ?? {
    accessKeyId: "AKIA0000000000000000",
    secretAccessKey: "x".repeat(40),
  };
  return { params: { connectionId: one?.connectionId }, body: { ...pair, force: true } };
};

const ending =
  (state: string, body: object): Make =>
  (org, random) => {
    const one = org.connection(random, ({ retiring }) => retiring?.state === state) ?? org.connection(random);
    return { params: { connectionId: one?.connectionId }, body };
  };

const createService: Make = (org, random) => {
  const customer = random.chance(0.3) ? org.customers.pop() : undefined;
  const pipeline = org.pipeline(random);
  return {
    body: {
      ...{ name: name(random), type: "s3", owner: customer ? "customer" : "provider" },
      ...(pipeline && random.chance(0.3) && { pipelineIds: [pipeline] }),
      ...(customer
        ? { customer }
        : random.chance(0.3) && { region: random.pick(["us-east-1", "eu-central-1"]) }),
    },
  };
};

const adoptUsers: Make = (org, random) => {
  const row = random.chance(0.3) ? org.adoptable.pop() : org.adoptable.at(-1);
  const other = {
    serviceName: "Old",
    bucket: "portal-data",
    folder: "old/",
    userName: `nobody-${random.between(0, 99)}`,
  };
  return { body: { rows: [row ?? other], dryRun: random.chance(0.5) } };
};

const patterns = ["*.csv", "sales-????.txt", "[a-c]*", "*a*b*c*", "\\*x", "*.[!x]*", "*?*?*?*?*z"];

/** One for each route; a route that is added does not compile until it has its own. */
export const sensible: Record<RouteName, Make> = {
  ...{
    health: nothing,
    getOpenApi: nothing,
    getMe: nothing,
    listRegions: nothing,
    getPolicy: nothing,
    getSummary: nothing,
  },
  ...{ createService, adoptUsers, resetAccessKey, putAccessKey },
  ...{ listServices: page, listConnections: page, getHistory: page },
  getService: withService,
  listServiceConnections: (org, random) => ({ ...withService(org, random), ...page(org, random) }),
  changeService: (org, random) => ({
    ...withService(org, random),
    body: random.chance(0.5) ? { name: name(random) } : { pipelineIds: [org.pipeline(random) ?? "p"] },
  }),
  deleteService: (org, random) => {
    const spare = org.services.size > 12 ? [...org.services.keys()].filter((id) => !isOfPairs(org, id)) : [];
    const serviceId = spare.length > 0 ? random.pick(spare) : org.service(random);
    return { params: { serviceId }, query: { confirm: org.services.get(serviceId ?? "")?.name ?? "?" } };
  },
  addConnection: (org, random) => ({
    ...withService(org, random),
    body: random.chance(0.5) ? {} : { region: "eu-central-1" },
  }),
  getConnection: withConnection,
  deleteConnection: (org, random) => {
    const one = org.connection(random, ({ connectionId }) => !org.pairs.has(connectionId));
    return { params: { connectionId: one?.connectionId }, query: { confirm: one?.userName ?? "?" } };
  },
  removeAccessKey: (org, random) => {
    const one = org.connection(
      random,
      ({ accessKeyId, owner }) => accessKeyId !== null && owner === "provider",
    );
    return { params: { connectionId: one?.connectionId }, query: { confirm: one?.accessKeyId ?? "?" } };
  },
  retireAccessKey: ending("active", { force: true }),
  restoreAccessKey: ending("inactive", {}),
  resetRegionalKey: (_, random) => ({
    params: { region: random.pick(["us-east-1", "eu-central-1"]) },
    body: resetBody(random, undefined, random.chance(0.3)),
  }),
  getConnectionHistory: (org, random) => ({ ...withConnection(org, random), ...page(org, random) }),
  changePolicy: (_, random) => ({
    body: random.pick([
      { rotation: { maxAgeDays: random.between(60, 400) } },
      { contacts: ["ops@example.com"] },
      { reset: { quietHours: 12 } },
    ]),
  }),
  putPipeline: (org, random) => ({
    params: { pipelineId: random.chance(0.4) ? org.pipeline(random) : `p-${random.between(0, 400)}` },
    body: {
      ...{ name: name(random), kind: random.pick(["data-pipeline", "rule", "connector-job"]) },
      ...(random.chance(0.6) && { filePatterns: [random.pick(patterns), random.pick(patterns)] }),
    },
  }),
  ...{ getPipeline: withPipeline, deletePipeline: withPipeline },
  listPipelines: (org, random) =>
    random.chance(0.5) ? page(org, random) : { query: { fileName: fileName(random) } },
  identifyFiles: (_, random) => ({
    body: { fileNames: Array.from({ length: random.between(1, 100) }, () => fileName(random)) },
  }),
  listDependents: (org, random) => ({
    ...withConnection(org, random),
    ...(random.chance(0.5) ? page(org, random) : { query: { fileName: fileName(random) } }),
  }),
};

/** A service of the customer's own stays: its pairs are few. */
function isOfPairs(org: KnownOrg, serviceId: string): boolean {
  return [...org.pairs.keys()].some((id) => org.connections.get(id)?.serviceId === serviceId);
}
