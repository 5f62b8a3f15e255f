import { randomUUID } from "node:crypto";
import { type Route, type RouteName, routes } from "../../functions/routes.ts";
import { addCustomersService, customersAccount, rootOf } from "./customers-account.ts";
import { addService, type KeyPair, type Laptop, putPipeline, resetKey } from "./laptop.ts";

/** What a request can name. */
export interface Target {
  serviceId: string;
  serviceName: string;
  connectionId: string;
  userName: string;
  accessKeyId: string;
  /** A pipeline that no service links. */
  pipelineId: string;
  /** One of the deployment's. */
  region: string;
  /** Another pair of a customer's connection. */
  pair?: KeyPair;
}

export interface Expectation {
  who: "open" | "anyone" | "any_but_support" | "key_managers" | "super_admin";
  /** What somebody who may is answered. */
  status: 200 | 201 | 204;
  /** A valid body. */
  body?: (target: Target) => object;
  query?: (target: Target) => Record<string, string>;
  /** The target is not what it was afterwards. */
  spends?: true;
  /** What has to have been done to the target for the request to make sense. */
  before?: "staged reset" | "retirement" | "regional key" | "customer's service";
}

/**
 * Who may do what, as a portal is told it, with a valid request for each. On purpose not read
 * from functions/routes.ts; a route that is added there does not compile until it has its line here.
 */
export const routeTable: Record<RouteName, Expectation> = {
  health: { who: "open", status: 200 },
  getOpenApi: { who: "open", status: 200 },
  getMe: { who: "anyone", status: 200 },
  createService: {
    who: "key_managers",
    status: 201,
    body: () => ({ name: "Another service", type: "s3", owner: "provider" }),
  },
  adoptUsers: {
    who: "super_admin",
    status: 200,
    body: () => ({
      dryRun: true,
      rows: [{ serviceName: "Sales data", bucket: "portal-data", folder: "sales/", userName: "s3-sales" }],
    }),
  },
  listServices: { who: "any_but_support", status: 200 },
  getService: { who: "any_but_support", status: 200 },
  changeService: { who: "key_managers", status: 200, body: () => ({ name: "Renamed" }) },
  deleteService: {
    who: "key_managers",
    status: 204,
    spends: true,
    query: ({ serviceName }) => ({ confirm: serviceName }),
  },
  addConnection: { who: "key_managers", status: 201, body: () => ({}) },
  listServiceConnections: { who: "key_managers", status: 200 },
  listConnections: { who: "key_managers", status: 200 },
  getConnection: { who: "key_managers", status: 200 },
  deleteConnection: {
    who: "key_managers",
    status: 204,
    spends: true,
    query: ({ userName }) => ({ confirm: userName }),
  },
  resetAccessKey: {
    who: "key_managers",
    status: 200,
    spends: true,
    body: ({ accessKeyId }) => ({ expectedAccessKeyId: accessKeyId }),
  },
  putAccessKey: {
    who: "key_managers",
    status: 200,
    spends: true,
    before: "customer's service",
    body: ({ pair }) =>
      pair ?? { accessKeyId: "AKIANOBODYSKEY000001", secretAccessKey: "nobodys/secret/of/16" },
  },
  removeAccessKey: {
    who: "key_managers",
    status: 200,
    spends: true,
    query: ({ accessKeyId }) => ({ confirm: accessKeyId }),
  },
  retireAccessKey: {
    who: "key_managers",
    status: 200,
    spends: true,
    body: () => ({ force: true }),
    before: "staged reset",
  },
  restoreAccessKey: {
    who: "key_managers",
    status: 200,
    spends: true,
    body: () => ({}),
    before: "retirement",
  },
  listRegions: { who: "key_managers", status: 200 },
  resetRegionalKey: {
    who: "key_managers",
    status: 200,
    spends: true,
    body: () => ({}),
    before: "regional key",
  },
  getPolicy: { who: "key_managers", status: 200 },
  changePolicy: { who: "super_admin", status: 200, body: () => ({ rotation: { maxAgeDays: 90 } }) },
  getSummary: { who: "key_managers", status: 200 },
  getConnectionHistory: { who: "key_managers", status: 200 },
  getHistory: { who: "key_managers", status: 200 },
  putPipeline: {
    who: "key_managers",
    status: 200,
    body: () => ({ name: "Nightly load", kind: "data-pipeline" }),
  },
  getPipeline: { who: "any_but_support", status: 200 },
  deletePipeline: { who: "key_managers", status: 204, spends: true },
  listPipelines: { who: "any_but_support", status: 200 },
  identifyFiles: { who: "any_but_support", status: 200, body: () => ({ fileNames: ["sales.csv"] }) },
  listDependents: { who: "key_managers", status: 200 },
};

export const routeNames = Object.keys(routes) as RouteName[];

/** The route's valid request about the target. */
export function requestOf(name: RouteName, target: Target): { method: string; path: string; body?: object } {
  const { method, path }: Route = routes[name];
  const { body, query } = routeTable[name];
  const filled = path
    .replace("{serviceId}", target.serviceId)
    .replace("{connectionId}", target.connectionId)
    .replace("{pipelineId}", target.pipelineId)
    .replace("{region}", target.region);
  if (filled.includes("{")) throw new Error(`${path} has an id that the targets of the tests do not have`);
  const search = query ? `?${new URLSearchParams(query(target))}` : "";
  return { method, path: filled + search, ...(body && { body: body(target) }) };
}

/** Does to the target what the route's request needs. Answers the target as it is then. */
export async function prepare(
  laptop: Laptop,
  token: string,
  name: RouteName,
  target: Target,
): Promise<Target> {
  const { before } = routeTable[name];
  if (!before) return target;
  if (before === "regional key") {
    await createRegionalKey(laptop, token, target.region);
    return target;
  }
  if (before === "customer's service") return ofCustomer(laptop, token, target);
  const reset = await resetKey(laptop, token, target.connectionId, { mode: "staged" });
  if (before === "retirement") {
    const path = `/v1/connections/${target.connectionId}/access-key/retire`;
    await laptop.call("POST", path, { token, body: { force: true } });
  }
  return { ...target, accessKeyId: reset.body.credentials.accessKeyId };
}

/** The org's key of the region, unless it has one. */
async function createRegionalKey(laptop: Laptop, token: string, region: string): Promise<void> {
  const body = { expectedAccessKeyId: null };
  await laptop.call("POST", `/v1/regions/${region}/access-key`, { token, body });
}

async function ofCustomer(laptop: Laptop, token: string, target: Target): Promise<Target> {
  const account = customersAccount(rootOf(laptop));
  const user = await account.makeUser();
  const { answer } = await addCustomersService(laptop, token, user);
  const { connectionId, serviceId, userName, accessKeyId } = answer.body.connection;
  const pair = await account.makeKey(user);
  return { ...target, connectionId, serviceId, userName, accessKeyId, pair };
}

/** A data service whose connection has a key, and a pipeline. */
export async function makeTarget(laptop: Laptop, token: string, name = "Sales data"): Promise<Target> {
  const { service, connection } = await addService(laptop, token, name);
  const issued = await resetKey(laptop, token, connection.connectionId);
  const pipelineId = `p-${randomUUID()}`;
  await putPipeline(laptop, token, pipelineId);
  return {
    serviceId: service.serviceId,
    serviceName: service.name,
    connectionId: connection.connectionId,
    userName: connection.userName,
    accessKeyId: issued.body.credentials.accessKeyId,
    pipelineId,
    region: "eu-central-1",
  };
}
