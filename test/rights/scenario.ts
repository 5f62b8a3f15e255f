import { IAMClient } from "@aws-sdk/client-iam";
import type { DynamoDBRecord, EventBridgeEvent } from "aws-lambda";
import { MINUTE_MS, plus, SECOND_MS } from "../../core/clock.ts";
import { adoptedServiceIdOf, firstConnectionIdOf } from "../../core/ids.ts";
import { EVENTS_A_CALL_MAX } from "../../core/journal/bus.ts";
import { LEASE_MS } from "../../core/key/operation.ts";
import { allInChunks } from "../../core/record/in-chunks.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { aLeftover, anEventOf, aPipeline } from "../../core/testing/sample-notices.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { idempotent } from "../../functions/idempotent.ts";
import { type Route, type RouteName, routes } from "../../functions/routes.ts";
import { FIND_DRIFT, SWEEP_SHARD } from "../../functions/subscriptions.ts";
import { httpLambdas, subscribers, workers } from "../../local/cloud/lambdas.ts";
import { abandonedOf } from "../faults/abandoned.ts";
import { type CustomerSeed, customerOperations } from "../faults/customer-operations.ts";
import { FaultyProcess } from "../faults/faulty-process.ts";
import { AFTER, linkOperations, NEW_NAME } from "../faults/link-operations.ts";
import { keyOperations, type Operation, serviceOperations } from "../faults/operations.ts";
import { regionalOperations } from "../faults/regional-operations.ts";
import { emptyOrg, type Seed } from "../faults/seeds.ts";
import { type Asked, apiEvent, pathParametersOf } from "../support/api-event.ts";
import { type CloudPorts, cloudPorts } from "../support/cloud-ports.ts";
import { putPipelines } from "../support/dependents.ts";
import type { HurriedClock } from "../support/hurried-clock.ts";
import { addPortalUser } from "../support/portal-user.ts";
import type { TestCloud } from "../support/test-cloud.ts";
import { during } from "./recorded.ts";

const AT_ONCE = 12;
/** All parts of it: which of them finds something is by chance. */
const COMPARISON = "the daily comparison";

type HurriedCloud = TestCloud & { clock: HurriedClock };

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
    parsed: customersService(seed, "[redacted]"),
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

function customersService(seed: Seed, secretAccessKey: string): object {
  const { user, pair } = seed as CustomerSeed;
  const { region, bucket, folder } = user;
  const { accessKeyId } = pair;
  const customer = { bucket, folder, region, accessKeyId, secretAccessKey };
  return { name: "Own", type: "s3", owner: "customer", customer };
}

const reads: Request[] = [
  ...(["getMe", "listServices", "getService", "listServiceConnections", "listConnections"] as const),
  ...(["getConnection", "getConnectionHistory", "getHistory", "health", "getOpenApi"] as const),
  ...(["getPolicy", "getSummary"] as const),
  ...(["listPipelines", "listDependents", "listRegions"] as const),
].map((route) => ({ route }));

/** What is asked of a pipeline besides: to make it, to show it, to ask it about a file, to delete it. */
const ofPipelines: Request[] = [
  { route: "putPipeline", body: { name: "Nightly load", kind: "rule" } },
  { route: "getPipeline" },
  { route: "identifyFiles", body: { fileNames: ["a.csv"] } },
  { route: "deletePipeline" },
];

/**
 * Every operation as its Lambda does it; the same where an earlier one was abandoned after each of its calls;
 * and what the schedule makes of those that nobody asks for again.
 */
export async function runEverything(cloud: HurriedCloud, streamed: DynamoDBRecord[]): Promise<void> {
  const calm = cloudPorts(cloud);
  const ofCustomers = customerOperations(cloud);
  const all = [
    ...keyOperations,
    ...serviceOperations,
    ...linkOperations,
    ...regionalOperations,
    ...ofCustomers,
  ];
  for (const operation of all.map(askedByKey)) {
    const seed = await operation.seed(calm);
    const plain = new FaultyProcess(cloud, operation.lambda);
    await plain.run((ports) => operation.run(ports, seed));
    await send(await operation.seed(calm), operation.name);
    const abandoned = abandonedOf({ cloud, calm }, operation, plain.calls);
    for (const next of nextOf(operation.name, ofCustomers)) {
      const left: Seed[] = [];
      await allInChunks(abandoned, AT_ONCE, async (one) => {
        left.push(await one.seed(calm));
      });
      cloud.clock.advance(LEASE_MS + SECOND_MS);
      if (next) await allInChunks(left, AT_ONCE, (one) => send(one, next));
    }
  }
  const seed = await (keyOperations[0] as Operation).seed(calm);
  for (const read of [...reads, ...ofPipelines]) await ask(seed, read);
  await ask(seed, { route: "changeService", body: { name: "Sales, renamed" } });
  const superAdmin = { ...seed, caller: { ...seed.caller, role: "super_admin" as const } };
  await ask(superAdmin, { route: "changePolicy", body: { rotation: { maxAgeDays: 90 } } });
  await ask(superAdmin, { route: "changePolicy", body: { rotation: { maxAgeDays: 80 } } });
  await leaveReplanning(calm, seed);
  await tellDependents(cloud, calm);
  await adoptSomebody(cloud, calm);
  await abandonAdopted(cloud, calm);
  await during("the stream", () => workers.relayOutbox({ Records: streamed }));
  await leaveManyEvents(calm);
  // The schedule, until all is settled, and then until the last tombstone has gone.
  for (const minutes of [1, 1, 7, 17, 6, 2 * 24 * 60, 61, 61]) {
    cloud.clock.advance(minutes * MINUTE_MS + SECOND_MS);
    await sweepOnce();
  }
  await changeBehindItsBack(calm);
  cloud.clock.advance(60 * MINUTE_MS);
  await compareAll(cloud);
}

/**
 * What is asked next where an operation was abandoned: the same, another, or nothing, which leaves it to the schedule. What
 * follows a change of links is what follows any other; of customers' keys all that follows is asked about a put.
 */
function nextOf(name: string, ofCustomers: Operation[]): (string | undefined)[] {
  const isOneOf = (operations: Operation[]) => operations.some((one) => one.name === name);
  if (isOneOf(linkOperations)) return [undefined];
  if (isOneOf(regionalOperations)) return [name];
  if (name === "put") return [name, "delete customer's connection", undefined];
  if (isOneOf(ofCustomers)) return name === "create customer's service" ? [name] : [];
  return [name, "delete-service", undefined, ...(name === "reset" ? ["remove"] : [])];
}

/** The daily comparison, and all that it asks for in turn. */
async function compareAll(cloud: TestCloud): Promise<void> {
  const rests = () => cloud.requests().filter((event) => event["detail-type"] === FIND_DRIFT);
  await during(COMPARISON, () => subscribers.findDrift({}));
  for (let asked = 0; asked < rests().length; asked++) {
    const event = { "detail-type": FIND_DRIFT, detail: rests()[asked]?.detail };
    await during(COMPARISON, () => subscribers.findDrift(event));
  }
}

/** A key that somebody deletes, and a user that somebody makes. */
async function changeBehindItsBack(calm: CloudPorts): Promise<void> {
  const { connection, given } = await (keyOperations[1] as Operation).seed(calm);
  const until = plus(calm.clock.now(), MINUTE_MS);
  await calm.accessKeys.delete(connection, given?.accessKeyId ?? "", until);
  await calm.provisioning.createUser({ ...connection, userName: "mallory" });
}

/** A user moves in, has its key reset, and moves out: as its Lambdas do it. */
async function adoptSomebody(cloud: TestCloud, calm: CloudPorts): Promise<void> {
  const adopted = await movedIn(cloud, calm);
  await ask(adopted, { route: "resetAccessKey", body: { reason: "scheduled" } });
  await ask(adopted, { route: "getConnection" });
  await ask(adopted, { route: "deleteService", query: { confirm: adopted.service.name } });
}

/** The reset of an adopted user's key that needs most is abandoned after each of its calls, and each who can finish it does. */
async function abandonAdopted(cloud: TestCloud, calm: CloudPorts): Promise<void> {
  const compromised = keyOperations.find(({ name }) => name === "reset, compromised") as Operation;
  const plain = new FaultyProcess(cloud, compromised.lambda);
  const first = await movedIn(cloud, calm);
  await plain.run((ports) => compromised.run(ports, first));
  for (const next of [compromised.name, "delete-service", "remove", undefined]) {
    const waiting: Seed[] = [];
    for (const _ of plain.calls) waiting.push(await movedIn(cloud, calm));
    const operation = { ...compromised, seed: async () => waiting.pop() as Seed };
    const left: Seed[] = [];
    for (const one of abandonedOf({ cloud, calm }, operation, plain.calls)) left.push(await one.seed(calm));
    cloud.clock.advance(LEASE_MS + SECOND_MS);
    if (next) await allInChunks(left, AT_ONCE, (one) => send(one, next));
  }
}

async function movedIn(cloud: TestCloud, calm: CloudPorts): Promise<Seed> {
  const seed = await emptyOrg();
  const { org } = seed;
  const userName = `s3-${org}`;
  const [given] = await addPortalUser(new IAMClient(cloud.aws), { userName, path: "/portal/s3/", org });
  await calm.pipelines.insert(aPipeline(org, "nightly"));
  const place = { bucket: "portal-data", folder: "sales/" };
  const row = { serviceName: "Sales", ...place, userName, pipelineIds: ["nightly"] };
  const superAdmin = { ...seed, caller: { ...seed.caller, role: "super_admin" as const } };
  await ask(superAdmin, { route: "adoptUsers", body: { rows: [row] } });
  const serviceId = adoptedServiceIdOf(org, { cellId: "main", userName });
  const service = await calm.services.find({ org, serviceId });
  const connection = await calm.connections.find({ org, connectionId: firstConnectionIdOf(serviceId) });
  if (!service || !connection || !given) throw new Error("nobody was adopted");
  return { ...seed, service, connection, given };
}

/** Whoever changed an org's policy died before its connections were planned by it. */
async function leaveReplanning({ policies, clock }: CloudPorts, { org }: Seed): Promise<void> {
  const policy = await policies.find({ org });
  if (!policy) throw new Error("the policy was not changed");
  await policies.update(policy, { when: [], set: { replanning: {}, nextActionAt: clock.now() } });
}

/**
 * Of a key's reset, some pipelines and their contacts, once in time and once out of it; of another event something is
 * left for the sweep to ask for.
 */
async function tellDependents({ clock }: HurriedCloud, calm: CloudPorts): Promise<void> {
  const { org, service } = await (keyOperations[0] as Operation).seed(calm);
  const contacts = ["ada@example.com"];
  const pipelines = ["a", "b", "c"].map((pipelineId) => aPipeline(org, pipelineId, { contacts }));
  await putPipelines(calm, service, pipelines);
  for (const stepMs of [5 * SECOND_MS, 0]) {
    const about = { metadata: { org }, data: { serviceId: service.serviceId } };
    const { type, metadata, data } = anEventOf("KeyRotated", about);
    const event = { "detail-type": type, detail: { metadata, data } };
    clock.stepMs = stepMs;
    await during(type, () =>
      subscribers.notifyDependents(event as unknown as EventBridgeEvent<string, unknown>),
    );
    clock.stepMs = 0;
  }
  const nextActionAt = calm.clock.now();
  await calm.leftovers.insert({ ...aLeftover(org, calm.ids.next()), nextActionAt });
}

/** More than share a call, for the schedule to deliver. */
async function leaveManyEvents({ connections }: CloudPorts): Promise<void> {
  const plain = aConnection(anOrg());
  const outbox = Array.from({ length: EVENTS_A_CALL_MAX + 1 }, (_, n) => aKeyCreated(plain, n + 1));
  await connections.insert({ ...plain, outbox, sequence: outbox.length });
}

async function sweepOnce(): Promise<void> {
  await during("the schedule", () => workers.startSweep(undefined));
  for (let shard = 0; shard < SHARDS; shard++) {
    const event = { detail: { shard } } as unknown as EventBridgeEvent<string, unknown>;
    await during(SWEEP_SHARD, () => subscribers.sweepShard(event));
  }
}

/** Creations are sent with an Idempotency-Key, so that asking again is going on. */
const resumed: RouteName[] = ["createService", "addConnection"];

/** A creation with the Idempotency-Key that `ask` sends. */
function askedByKey(operation: Operation): Operation {
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

async function send(seed: Seed, name: string): Promise<void> {
  await ask(seed, requestOf(name)(seed));
}

function requestOf(name: string): (seed: Seed) => Request {
  const request = requests[name];
  if (!request) throw new Error(`the scenario does not know how to ask for "${name}"`);
  return request;
}

async function ask(seed: Seed, { route: name, ...asked }: Request): Promise<void> {
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
