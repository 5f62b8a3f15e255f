import { setTimeout as sleep } from "node:timers/promises";
import { type ApiClient, expectReply, type Reply } from "./http-client.ts";
import type { Narrator } from "./narrator.ts";
import { assertEqual } from "./scene.ts";
import { type Credentials, storageClient } from "./storage-client.ts";

const CONTACT = "loads@acme.example";
/** Events and mails follow the change they tell of. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/** What happened to a connection whose pipeline nobody thought of for half a year. Only where time can be moved. */
export async function halfAYear(narrator: Narrator, admin: ApiClient, awsEndpoint: string): Promise<void> {
  narrator.chapter("Half a year later");
  const { connection, old } = await aLinkedService(narrator, admin);
  const path = `/v1/connections/${connection.connectionId}`;
  const file = `${connection.folder}load.csv`;
  const load = (credentials: Credentials) =>
    storageClient(awsEndpoint, connection, credentials).put(file, "1");
  await narrator.step("a month before it is due everybody is reminded", async () => {
    await pass(admin, 150);
    return told(admin, "KeyRotationReminder", ({ daysUntilDue }) => `${daysUntilDue} days before`);
  });
  await narrator.step("after 180 days the key is due, and flagged", async () => {
    await pass(admin, 30);
    const { status, flagged } = expectReply(await admin.send("GET", path), 200);
    assertEqual(flagged, true);
    return status;
  });
  const fresh: Credentials = expectReply(
    await admin.send("POST", `${path}/access-key`, { mode: "staged", reason: "scheduled" }),
    200,
  ).credentials;
  await narrator.step("a pipeline that still has the old key holds its retirement up", async () => {
    await load(old);
    await pass(admin, 1);
    return told(admin, "KeyRetirementHeld", ({ dependents }) => dependents.first[0].name);
  });
  await narrator.step("once it is quiet the old key is retired", async () => {
    await pass(admin, 2);
    await load(fresh);
    return storageClient(awsEndpoint, connection, old).refused(file, "InvalidAccessKeyId");
  });
  await narrator.step("the pipeline's contact was told of each", async () => {
    const own = await eventually(`${CONTACT} was not mailed of each`, async () => {
      const { messages } = expectReply(await admin.send("GET", "/_local/mail"), 200);
      const mails = messages.filter(({ to }: { to: string }) => to === CONTACT);
      return mails.length >= 6 ? mails : undefined;
    });
    for (const { subject } of own) narrator.aside(subject);
    return `${own.length} mails`;
  });
}

async function aLinkedService(narrator: Narrator, admin: ApiClient) {
  let made = {} as Reply["body"];
  await narrator.step("a data service is linked to the pipeline that loads it", async () => {
    const pipeline = { name: "Nightly load", kind: "data-pipeline", contacts: [CONTACT] };
    expectReply(await admin.send("PUT", "/v1/pipelines/nightly-load", pipeline), 201);
    const service = { name: "Meter readings", type: "s3", owner: "provider", pipelineIds: ["nightly-load"] };
    made = expectReply(await admin.send("POST", "/v1/services", service), 201);
    return made.service.pipelineIds.join();
  });
  const keyPath = `/v1/connections/${made.connection.connectionId}/access-key`;
  const issued = expectReply(await admin.send("POST", keyPath, {}), 201);
  return { connection: made.connection, old: issued.credentials as Credentials };
}

/** So many days go by, the last with two passes of the schedule: a record that changed under the first is the second's. */
async function pass(admin: ApiClient, days: number): Promise<void> {
  expectReply(await admin.send("POST", "/_local/clock", { advanceDays: days }), 200);
  expectReply(await admin.send("POST", "/_local/sweep"), 200);
  await sleep(PAUSE_MS);
  expectReply(await admin.send("POST", "/_local/sweep"), 200);
}

async function told(admin: ApiClient, type: string, show: (data: Reply["body"]) => string): Promise<string> {
  const event = await eventually(`nobody was told of a ${type}`, async () => {
    const { events } = expectReply(await admin.send("GET", "/_local/events"), 200);
    return events.findLast((one: { "detail-type": string }) => one["detail-type"] === type);
  });
  return `${type}: ${show(event.detail.data)}`;
}

/** What is found in the end. Throws `otherwise` when nothing is. */
async function eventually(
  otherwise: string,
  find: () => Promise<Reply["body"] | undefined>,
): Promise<Reply["body"]> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(PAUSE_MS)) {
    const found = await find();
    if (found) return found;
  }
  throw new Error(otherwise);
}
