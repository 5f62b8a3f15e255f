import type { DynamoDBRecord, EventBridgeEvent } from "aws-lambda";
import { MINUTE_MS, plus, SECOND_MS } from "../../core/clock.ts";
import { EVENTS_A_CALL_MAX } from "../../core/journal/bus.ts";
import { LEASE_MS } from "../../core/key/operation.ts";
import { allInChunks } from "../../core/record/in-chunks.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { aLeftover, anEventOf, aPipeline } from "../../core/testing/sample-notices.ts";
import { aConnection, aKeyCreated, anOrg } from "../../core/testing/sample-records.ts";
import { FIND_DRIFT, SWEEP_SHARD } from "../../functions/subscriptions.ts";
import { subscribers, workers } from "../../local/cloud/lambdas.ts";
import { abandonedOf } from "../faults/abandoned.ts";
import { customerOperations } from "../faults/customer-operations.ts";
import { FaultyProcess } from "../faults/faulty-process.ts";
import { linkOperations } from "../faults/link-operations.ts";
import { keyOperations, type Operation, serviceOperations } from "../faults/operations.ts";
import { regionalOperations } from "../faults/regional-operations.ts";
import type { Seed } from "../faults/seeds.ts";
import { type CloudPorts, cloudPorts } from "../support/cloud-ports.ts";
import { putPipelines } from "../support/dependents.ts";
import type { HurriedClock } from "../support/hurried-clock.ts";
import type { TestCloud } from "../support/test-cloud.ts";
import { abandonAdopted, adoptSomebody } from "./adopted.ts";
import { during } from "./recorded.ts";
import { AT_ONCE, ask, askedByKey, ofPipelines, reads, send } from "./requests.ts";

/** All parts of it: which of them finds something is by chance. */
const COMPARISON = "the daily comparison";

type HurriedCloud = TestCloud & { clock: HurriedClock };

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
