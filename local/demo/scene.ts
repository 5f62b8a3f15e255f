import { type ResetAccessKeyBody, secretIsLost } from "@keyturn/client";
import type { Cast, Connection, Made } from "./cast.ts";
import type { Narrator } from "./narrator.ts";
import type { Credentials, storageClient } from "./storage-client.ts";

export const ACCESS_KEY = "/v1/connections/{connectionId}/access-key";

/** What each chapter is about. */
export interface Scene {
  narrator: Narrator;
  cast: Cast;
  made: Made;
  connection: Connection;
  /** Of the connection, as the client takes it. */
  params: { path: { connectionId: string } };
  file: string;
  storage(credentials: Credentials): ReturnType<typeof storageClient>;
}

/** Creates the key, or resets it, as a step of its own. */
export async function issue(
  { narrator, cast, made, params }: Scene,
  claim: string,
  body: ResetAccessKeyBody,
  idempotencyKey?: string,
): Promise<Credentials> {
  let credentials = { accessKeyId: "", secretAccessKey: "" };
  await narrator.step(claim, async () => {
    const headers = idempotencyKey ? { "idempotency-key": idempotencyKey } : {};
    const issued = await cast.admin.POST(ACCESS_KEY, { params, body, headers });
    if (secretIsLost(issued)) throw new Error("the first answer was lost, and its secret with it");
    credentials = issued.credentials;
    made.credentials = credentials;
    const isStaged = issued.connection.retiring !== null;
    if (issued.previousKeyStopped === false && !isStaged) {
      throw new Error("the old key could not be stopped in time");
    }
    return `${credentials.accessKeyId} / ${"•".repeat(credentials.secretAccessKey.length)}`;
  });
  return credentials;
}

export function assertEqual<Value>(got: Value, wanted: Value): Value {
  if (got !== wanted) throw new Error(`expected ${wanted}, got ${got}`);
  return got;
}
