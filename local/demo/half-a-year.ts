import { setTimeout as sleep } from "node:timers/promises";
import { type AccessKey, type CreatedService, type KeyturnClient, secretIsLost } from "@keyturn/client";
import type { EventType, KeyturnEvent } from "@keyturn/client/events";
import type { Conveniences } from "./conveniences.ts";
import type { Narrator } from "./narrator.ts";
import { ACCESS_KEY, assertEqual } from "./scene.ts";
import { type Credentials, storageClient } from "./storage-client.ts";

const CONTACT = "loads@acme.example";
/** Events and mails follow the change they tell of. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/** What happened to a connection whose pipeline nobody thought of for half a year. Only where time can be moved. */
export async function halfAYear(
  narrator: Narrator,
  admin: KeyturnClient,
  laptop: Conveniences,
  awsEndpoint: string,
): Promise<void> {
  narrator.chapter("Half a year later");
  const { connection, old } = await aLinkedService(narrator, admin);
  const params = { path: { connectionId: connection.connectionId } };
  const file = `${connection.folder}load.csv`;
  const load = (credentials: Credentials) =>
    storageClient(awsEndpoint, connection, credentials).put(file, "1");
  await narrator.step("a month before it is due everybody is reminded", async () => {
    await pass(laptop, 150);
    return told(laptop, "KeyRotationReminder", ({ daysUntilDue }) => `${daysUntilDue} days before`);
  });
  await narrator.step("after 180 days the key is due, and flagged", async () => {
    await pass(laptop, 30);
    const { status, flagged } = await admin.GET("/v1/connections/{connectionId}", { params });
    assertEqual(flagged, true);
    return status;
  });
  const body = { mode: "staged", reason: "scheduled" } as const;
  const fresh = pairOf(await admin.POST(ACCESS_KEY, { params, body }));
  await narrator.step("a pipeline that still has the old key holds its retirement up", async () => {
    await load(old);
    await pass(laptop, 1);
    return told(laptop, "KeyRetirementHeld", ({ dependents }) => dependents?.first[0]?.name ?? "");
  });
  await narrator.step("once it is quiet the old key is retired", async () => {
    await pass(laptop, 2);
    await load(fresh);
    return storageClient(awsEndpoint, connection, old).refused(file, "InvalidAccessKeyId");
  });
  await narrator.step("the pipeline's contact was told of each", async () => {
    const own = await eventually(`${CONTACT} was not mailed of each`, async () => {
      const mails = (await laptop.mails()).filter(({ to }) => to === CONTACT);
      return mails.length >= 6 ? mails : undefined;
    });
    for (const { subject } of own) narrator.aside(subject);
    return `${own.length} mails`;
  });
}

async function aLinkedService(narrator: Narrator, admin: KeyturnClient) {
  let made = {} as CreatedService;
  await narrator.step("a data service is linked to the pipeline that loads it", async () => {
    const pipelineId = "nightly-load";
    const pipeline = { name: "Nightly load", kind: "data-pipeline" as const, contacts: [CONTACT] };
    await admin.PUT("/v1/pipelines/{pipelineId}", { params: { path: { pipelineId } }, body: pipeline });
    const service = { name: "Meter readings", type: "s3", owner: "provider" } as const;
    made = await admin.POST("/v1/services", { body: { ...service, pipelineIds: [pipelineId] } });
    return made.service.pipelineIds.join();
  });
  const params = { path: { connectionId: made.connection.connectionId } };
  const old = pairOf(await admin.POST(ACCESS_KEY, { params, body: {} }));
  return { connection: made.connection, old };
}

/** So many days go by, the last with two passes of the schedule: a record that changed under the first is the second's. */
async function pass(laptop: Conveniences, days: number): Promise<void> {
  await laptop.advance(days);
  await laptop.sweep();
  await sleep(PAUSE_MS);
  await laptop.sweep();
}

async function told<Type extends EventType>(
  laptop: Conveniences,
  type: Type,
  show: (data: KeyturnEvent<Type>["detail"]["data"]) => string,
): Promise<string> {
  const event = await eventually(`nobody was told of a ${type}`, async () => {
    const found = (await laptop.events()).findLast((one) => one["detail-type"] === type);
    return found as KeyturnEvent<Type> | undefined;
  });
  return `${type}: ${show(event.detail.data)}`;
}

function pairOf(answer: AccessKey): Credentials {
  if (secretIsLost(answer)) throw new Error("the first answer was lost, and its secret with it");
  return answer.credentials;
}

/** What is found in the end. Throws `otherwise` when nothing is. */
async function eventually<Found>(otherwise: string, find: () => Promise<Found | undefined>): Promise<Found> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(PAUSE_MS)) {
    const found = await find();
    if (found) return found;
  }
  throw new Error(otherwise);
}
