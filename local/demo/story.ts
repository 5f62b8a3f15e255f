import { randomUUID } from "node:crypto";
import { type ApiClient, expectReply } from "./http-client.ts";
import type { Narrator } from "./narrator.ts";
import { type Credentials, type Place, storageClient } from "./storage-client.ts";

/** Who takes part in the story, and where its storage is. */
export interface Cast {
  admin: ApiClient;
  support: ApiClient;
  stranger: ApiClient;
  /** Of S3 and STS; AWS's own without. */
  awsEndpoint?: string;
}

/** The main job from the first click to the last, each step checked. Leaves nothing behind but history. */
export async function tell(narrator: Narrator, cast: Cast): Promise<void> {
  const { admin } = cast;
  const storage = (place: Place, credentials: Credentials) =>
    storageClient(cast.awsEndpoint, place, credentials);

  narrator.chapter("A data service and its key");
  const name = `Demo ${randomUUID().slice(0, 8)}`;
  let service = { serviceId: "" };
  let connection = { connectionId: "", region: "", bucket: "", folder: "", userName: "" };
  await narrator.step("a data service gets a folder and an exclusive user", async () => {
    const added = await admin.send("POST", "/v1/services", { name, type: "s3", owner: "provider" });
    ({ service, connection } = expectReply(added, 201));
    return `s3://${connection.bucket}/${connection.folder}`;
  });
  const keyPath = `/v1/connections/${connection.connectionId}/access-key`;
  const first = await issue(narrator, admin, keyPath, "its key is created, and shown this once", 201, {
    expectedAccessKeyId: null,
  });
  const file = `${connection.folder}report.csv`;
  await narrator.step("an S3 client with it puts a file and reads it back", async () => {
    await storage(connection, first).put(file, "month,kwh\n");
    assertEqual(await storage(connection, first).get(file), "month,kwh\n");
    return file.slice(connection.folder.length);
  });
  await narrator.step("beside its folder the key opens nothing", async () => {
    const beside = `${connection.folder.slice(0, -1)}-sibling/report.csv`;
    return storage(connection, first).refused(beside, "AccessDenied");
  });
  await narrator.step("nor does a session traded from it, which would outlive a reset", async () => {
    const session = await storage(connection, first).tradeForSession();
    return storage(connection, session).refused(file, "AccessDenied");
  });

  narrator.chapter("A reset");
  const idempotencyKey = randomUUID();
  const expected = { reason: "scheduled", expectedAccessKeyId: first.accessKeyId };
  const second = await issue(
    narrator,
    admin,
    keyPath,
    "a reset answers a new pair",
    200,
    expected,
    idempotencyKey,
  );
  await narrator.step("by then the old one has stopped", async () =>
    storage(connection, first).refused(file, "InvalidAccessKeyId"),
  );
  await narrator.step("the new one works", async () =>
    storage(connection, second)
      .get(file)
      .then((text) => text.trim()),
  );
  await narrator.step("the same request again resets nothing and shows no secret", async () => {
    const again = await admin.send("POST", keyPath, expected, { "idempotency-key": idempotencyKey });
    const { replayed, credentials } = expectReply(again, 200);
    assertEqual(JSON.stringify(credentials), JSON.stringify({ accessKeyId: second.accessKeyId }));
    return `replayed: ${replayed}`;
  });
  await narrator.step("a second click that still expects the old key is told so", async () => {
    const { detail } = expectReply(await admin.send("POST", keyPath, expected), 409, "key_changed");
    return detail;
  });

  narrator.chapter("Who may");
  await narrator.step(
    "support staff may not",
    async () => expectReply(await cast.support.send("POST", keyPath, {}), 403, "forbidden").code,
  );
  await narrator.step(
    "another org does not learn that it exists",
    async () => expectReply(await cast.stranger.send("POST", keyPath, {}), 404, "not_found").code,
  );

  narrator.chapter("The end of it");
  await narrator.step(
    "a removal wants to be confirmed",
    async () => expectReply(await admin.send("DELETE", keyPath), 400, "confirmation_required").code,
  );
  await narrator.step("confirmed, it leaves no key", async () => {
    const removed = await admin.send("DELETE", `${keyPath}?confirm=${second.accessKeyId}`);
    assertEqual(expectReply(removed, 200).accessKeyId, null);
    return storage(connection, second).refused(file, "InvalidAccessKeyId");
  });
  await narrator.step("the data service is deleted, its user with it", async () => {
    const path = `/v1/services/${service.serviceId}?confirm=${encodeURIComponent(name)}`;
    expectReply(await admin.send("DELETE", path), 204);
    return connection.userName;
  });
}

async function issue(
  narrator: Narrator,
  admin: ApiClient,
  path: string,
  claim: string,
  status: number,
  body: object,
  idempotencyKey?: string,
): Promise<Credentials> {
  let credentials = { accessKeyId: "", secretAccessKey: "" };
  await narrator.step(claim, async () => {
    const headers = idempotencyKey ? { "idempotency-key": idempotencyKey } : {};
    const issued = expectReply(await admin.send("POST", path, body, headers), status);
    if (issued.previousKeyStopped === false) throw new Error("the old key could not be stopped in time");
    credentials = issued.credentials;
    return `${credentials.accessKeyId} / ${"•".repeat(credentials.secretAccessKey.length)}`;
  });
  return credentials;
}

function assertEqual<Value>(got: Value, wanted: Value): Value {
  if (got !== wanted) throw new Error(`expected ${wanted}, got ${got}`);
  return got;
}
