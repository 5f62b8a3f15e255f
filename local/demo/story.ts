import { randomUUID } from "node:crypto";
import { type KeyturnClient, secretIsLost } from "@keyturn/client";
import type { Cast, Connection, Made } from "./cast.ts";
import { inStages } from "./in-stages.ts";
import type { Narrator } from "./narrator.ts";
import { refused } from "./refused.ts";
import { ACCESS_KEY, assertEqual, issue, type Scene } from "./scene.ts";
import { type Credentials, storageClient } from "./storage-client.ts";
import { theEnd } from "./the-end.ts";

/**
 * The main job from the first click to the last, each step checked. Where the rules allow a removal it leaves
 * nothing behind but history; what it has not taken away again, whatever the reason, is in `made`.
 */
export async function tell(narrator: Narrator, cast: Cast, made: Made = {}): Promise<Connection> {
  const scene = await aService(narrator, cast, made);
  const first = await aFirstKey(scene);
  const second = await aReset(scene, first);
  const third = await inStages(scene, second);
  await whoMay(scene);
  await theEnd(scene, third);
  return scene.connection;
}

async function aService(narrator: Narrator, cast: Cast, made: Made): Promise<Scene> {
  narrator.chapter("A data service and its key");
  const name = `Demo ${randomUUID().slice(0, 8)}`;
  let connection: Connection = { connectionId: "", region: "", bucket: "", folder: "", userName: "" };
  await narrator.step("a data service gets a folder and an exclusive user", async () => {
    made.serviceName = name;
    const body = { name, type: "s3", owner: "provider" } as const;
    const answer = await cast.admin.POST("/v1/services", { body });
    connection = answer.connection;
    Object.assign(made, { connection, serviceId: answer.service.serviceId });
    return `s3://${connection.bucket}/${connection.folder}`;
  });
  return {
    ...{ narrator, cast, made, connection },
    params: { path: { connectionId: connection.connectionId } },
    file: `${connection.folder}report.csv`,
    storage: (credentials) => storageClient(cast.awsEndpoint, connection, credentials),
  };
}

async function aFirstKey(scene: Scene): Promise<Credentials> {
  const { narrator, connection, file, storage } = scene;
  const first = await issue(scene, "its key is created, and shown this once", {
    expectedAccessKeyId: null,
  });
  await narrator.step("an S3 client with it puts a file and reads it back", async () => {
    scene.made.file = file;
    await storage(first).put(file, "month,kwh\n");
    assertEqual(await storage(first).get(file), "month,kwh\n");
    return file.slice(connection.folder.length);
  });
  await narrator.step("beside its folder the key opens nothing", async () => {
    const beside = `${connection.folder.slice(0, -1)}-sibling/report.csv`;
    return storage(first).refused(beside, "AccessDenied");
  });
  await narrator.step("nor does a session traded from it, which would outlive a reset", async () => {
    const session = await storage(first).tradeForSession();
    return storage(session).refused(file, "AccessDenied");
  });
  return first;
}

async function aReset(scene: Scene, first: Credentials): Promise<Credentials> {
  const { narrator, cast, params, file, storage } = scene;
  narrator.chapter("A reset");
  const idempotencyKey = randomUUID();
  const body = { reason: "scheduled", expectedAccessKeyId: first.accessKeyId } as const;
  const second = await issue(scene, "a reset answers a new pair", body, idempotencyKey);
  await narrator.step("by then the old one has stopped", async () =>
    storage(first).refused(file, "InvalidAccessKeyId"),
  );
  await narrator.step("the new one works", async () => (await storage(second).get(file)).trim());
  await narrator.step("the same request again resets nothing and shows no secret", async () => {
    const headers = { "idempotency-key": idempotencyKey };
    const again = await cast.admin.POST(ACCESS_KEY, { params, body, headers });
    const { credentials } = again;
    assertEqual(Object.keys(credentials).join(), "accessKeyId"); // names alone: what is wrong here would be a secret
    assertEqual(credentials.accessKeyId, second.accessKeyId);
    return `replayed: ${secretIsLost(again)}`;
  });
  await narrator.step("a second click that still expects the old key is told so", async () => {
    const { detail } = await refused(cast.admin.POST(ACCESS_KEY, { params, body }), 409, "key_changed");
    return detail ?? "";
  });
  return second;
}

async function whoMay({ narrator, cast, params }: Scene): Promise<void> {
  const { support, stranger } = cast;
  const reset = (who: KeyturnClient) => who.POST(ACCESS_KEY, { params, body: {} });
  narrator.chapter("Who may");
  const supportMayNot = "support staff may not";
  if (!support) narrator.skip(supportMayNot, "no token of support staff was given");
  else {
    await narrator.step(
      supportMayNot,
      async () => (await refused(reset(support), 403, "forbidden")).code ?? "",
    );
  }
  const unknownElsewhere = "another org does not learn that it exists";
  if (!stranger) narrator.skip(unknownElsewhere, "no token of another org was given");
  else {
    await narrator.step(
      unknownElsewhere,
      async () => (await refused(reset(stranger), 404, "not_found")).code ?? "",
    );
  }
}
