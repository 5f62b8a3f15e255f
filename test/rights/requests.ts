import { Secret } from "../../core/secret.ts";
import { idempotent } from "../../functions/idempotent.ts";
import { type Route, type RouteName, routes } from "../../functions/routes.ts";
import { httpLambdas } from "../../local/cloud/lambdas.ts";
import type { CustomerSeed } from "../faults/customer-operations.ts";
import { AFTER, NEW_NAME } from "../faults/link-operations.ts";
import type { Operation } from "../faults/operations.ts";
import type { Seed } from "../faults/seeds.ts";
import { type Asked, apiEvent, pathParametersOf } from "../support/api-event.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import { during } from "./recorded.ts";

/** How many a scenario sends without waiting for the one before. */
export const AT_ONCE = 12;

interface Request extends Asked {
  route: RouteName;
  /** The body as its handler parses it, where that is another. */
  parsed?: object;
}

/** What a caller sends for each operation of the fault tests. */
const requests: Record<string, (seed: Seed) => Request> = {
  "create key": () => ({ route: "resetAccessKey", body: {} }),
  reset: () => ({ route: "resetAccessKey", body: { reason: "scheduled" } }),
  "reset, the key before it still there": () => ({ route: "resetAccessKey", body: { reason: "lost" } }),
  "reset, staged": () => ({ route: "resetAccessKey", body: { mode: "staged" } }),
  "reset, in the grace of a staged one": () => ({ route: "resetAccessKey", body: { mode: "immediate" } }),
  retire: () => ({ route: "retireAccessKey", body: {} }),
  restore: () => ({ route: "restoreAccessKey", body: {} }),
  "reset, compromised": () => ({ route: "resetAccessKey", body: { reason: "compromised" } }),
  remove: ({ given }) => ({ route: "removeAccessKey", query: { confirm: given?.accessKeyId ?? "" } }),
  "create-service": () => ({
    route: "createService",
    body: { name: "Sales", type: "s3", owner: "provider" },
  }),
  "add-connection": () => ({ route: "addConnection", body: {} }),
  "delete-connection": ({ connection }) => ({
    route: "deleteConnection",
    query: { confirm: connection.userName },
  }),
  "delete-service": ({ service }) => ({ route: "deleteService", query: { confirm: service.name } }),
  "change-pipelines": () => ({ route: "changeService", body: { pipelineIds: AFTER } }),
  "create-service, with pipelines": () => ({
    route: "createService",
    body: { name: "Sales", type: "s3", owner: "provider", pipelineIds: AFTER },
  }),
  "delete-service, with pipelines": ({ service }) => ({
    route: "deleteService",
    query: { confirm: service.name },
  }),
  "create regional key": () => ({ route: "resetRegionalKey", body: {} }),
  "reset regional key, compromised": () => ({ route: "resetRegionalKey", body: { reason: "compromised" } }),
  "create customer's service": (seed) => ({
    route: "createService",
    body: customersService(seed, (seed as CustomerSeed).pair.secretAccessKey),
    parsed: customersService(seed, new Secret((seed as CustomerSeed).pair.secretAccessKey)),
  }),
  put: (seed) => ({ route: "putAccessKey", body: (seed as CustomerSeed).pair }),
  "put, once removed": (seed) => ({ route: "putAccessKey", body: (seed as CustomerSeed).pair }),
  "end old pair": () => ({ route: "retireAccessKey", body: {} }),
  "remove pair": ({ given }) => ({
    route: "removeAccessKey",
    query: { confirm: given?.accessKeyId ?? "" },
  }),
  "delete customer's connection": ({ connection }) => ({
    route: "deleteConnection",
    query: { confirm: connection.userName },
  }),
  "rename-pipeline": () => ({ route: "putPipeline", body: { name: NEW_NAME, kind: "rule" } }),
};

function customersService(seed: Seed, secretAccessKey: string | Secret): object {
  const { user, pair } = seed as CustomerSeed;
  const { region, bucket, folder } = user;
  const { accessKeyId } = pair;
  const customer = { bucket, folder, region, accessKeyId, secretAccessKey };
  return { name: "Own", type: "s3", owner: "customer", customer };
}

export const reads: Request[] = [
  ...(["getMe", "listServices", "getService", "listServiceConnections", "listConnections"] as const),
  ...(["getConnection", "getConnectionHistory", "getHistory", "health", "getOpenApi"] as const),
  ...(["getPolicy", "getSummary"] as const),
  ...(["listPipelines", "listDependents", "listRegions"] as const),
].map((route) => ({ route }));

/** What is asked of a pipeline besides: to make it, to show it, to ask it about a file, to delete it. */
export const ofPipelines: Request[] = [
  { route: "putPipeline", body: { name: "Nightly load", kind: "rule" } },
  { route: "getPipeline" },
  { route: "identifyFiles", body: { fileNames: ["a.csv"] } },
  { route: "deletePipeline" },
];

/** Creations are sent with an Idempotency-Key, so that asking again is going on. */
const resumed: RouteName[] = ["createService", "addConnection"];

/** A creation with the Idempotency-Key that `ask` sends. */
export function askedByKey(operation: Operation): Operation {
  const seed = async (ports: CloudPorts) => {
    const made = await operation.seed(ports);
    const { route, body, parsed = body } = requestOf(operation.name)(made);
    if (!resumed.includes(route)) return made;
    const params = pathParametersOf(routes[route], made);
    const request = { caller: made.caller, params, body: parsed, query: {}, idempotencyKey: made.org };
    return { ...made, ...idempotent(request as never, routes[route]) };
  };
  return { ...operation, seed };
}

export async function send(seed: Seed, name: string): Promise<void> {
  await ask(seed, requestOf(name)(seed));
}

function requestOf(name: string): (seed: Seed) => Request {
  const request = requests[name];
  if (!request) throw new Error(`the scenario does not know how to ask for "${name}"`);
  return request;
}

export async function ask(seed: Seed, { route: name, ...asked }: Request): Promise<void> {
  const route: Route = routes[name];
  const event = apiEvent(route, seed, {
    ...asked,
    ...(resumed.includes(name) && { idempotencyKey: seed.org }),
  });
  const answer = await during(name, () => httpLambdas[route.lambda](event));
  if ([400, 422, 500].includes(answer.statusCode ?? 500)) {
    throw new Error(`${event.routeKey} answered ${answer.statusCode}: ${answer.body}`);
  }
}
