import type { Cast, Made } from "./cast.ts";
import { expectReply } from "./http-client.ts";
import { storageClient } from "./storage-client.ts";

/** Takes away what the story left, as far as the rules allow. Answers what stays, a sentence each; never throws. */
export async function tidyUp(cast: Cast, made: Made): Promise<string[]> {
  const { serviceName } = made;
  if (!serviceName) return [];
  const left: string[] = [];
  try {
    await removeFile(cast, made).catch(() =>
      left.push(`the file ${made.file} in ${made.connection?.bucket}`),
    );
    const serviceId = made.serviceId ?? (await findService(cast, serviceName));
    if (!serviceId) return left;
    const path = `/v1/services/${serviceId}?confirm=${encodeURIComponent(serviceName)}`;
    const { status, body } = await cast.admin.send("DELETE", path);
    if (status === 204 || status === 404) return left;
    const why =
      body?.code === "removal_not_allowed" ? "the rules here forbid its removal" : `${status} ${body?.code}`;
    left.push(`the data service "${serviceName}" (${serviceId}): ${why}${await keyOf(cast, made)}`);
  } catch (error) {
    left.push(`perhaps a data service "${serviceName}": ${(error as Error).message}`);
  }
  return left;
}

async function removeFile(cast: Cast, { file, connection, credentials }: Made): Promise<void> {
  if (!file || !connection || !credentials) return;
  await storageClient(cast.awsEndpoint, connection, credentials).remove(file);
}

/** The answer to its creation may have been lost. */
async function findService(cast: Cast, name: string): Promise<string | undefined> {
  let cursor: string | null = null;
  do {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const page = expectReply(await cast.admin.send("GET", `/v1/services?limit=100${query}`), 200);
    const found = page.items.find((service: { name: string }) => service.name === name);
    if (found) return found.serviceId;
    cursor = page.cursor;
  } while (cursor);
  return undefined;
}

async function keyOf(cast: Cast, { connection }: Made): Promise<string> {
  if (!connection) return "";
  const { body } = await cast.admin.send("GET", `/v1/connections/${connection.connectionId}`);
  if (!body?.accessKeyId) return `; its user ${connection.userName} has no key`;
  return `; its user ${connection.userName} has the key ${body.accessKeyId}, whose secret nobody knows any more`;
}
