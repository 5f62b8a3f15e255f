import { KeyturnProblem } from "@keyturn/client";
import type { Cast, Made } from "./cast.ts";
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
    const why = await deletion(cast, serviceId, serviceName);
    if (why) left.push(`the data service "${serviceName}" (${serviceId}): ${why}${await keyOf(cast, made)}`);
  } catch (error) {
    left.push(`perhaps a data service "${serviceName}": ${(error as Error).message}`);
  }
  return left;
}

/** Why the data service is still there, if it is. */
async function deletion(cast: Cast, serviceId: string, confirm: string): Promise<string | undefined> {
  const params = { path: { serviceId }, query: { confirm } };
  try {
    await cast.admin.DELETE("/v1/services/{serviceId}", { params });
    return undefined;
  } catch (error) {
    if (!(error instanceof KeyturnProblem)) throw error;
    if (error.status === 404) return undefined;
    return error.code === "removal_not_allowed" ? "the rules here forbid its removal" : error.message;
  }
}

async function removeFile(cast: Cast, { file, connection, credentials }: Made): Promise<void> {
  if (!file || !connection || !credentials) return;
  await storageClient(cast.awsEndpoint, connection, credentials).remove(file);
}

/** The answer to its creation may have been lost. */
async function findService(cast: Cast, name: string): Promise<string | undefined> {
  const services = cast.admin.each("/v1/services", { params: { query: { limit: 100 } } });
  for await (const service of services) if (service.name === name) return service.serviceId;
  return undefined;
}

async function keyOf(cast: Cast, { connection }: Made): Promise<string> {
  if (!connection) return "";
  const params = { path: { connectionId: connection.connectionId } };
  const { accessKeyId } = await cast.admin.GET("/v1/connections/{connectionId}", { params });
  if (!accessKeyId) return `; its user ${connection.userName} has no key`;
  return `; its user ${connection.userName} has the key ${accessKeyId}, whose secret nobody knows any more`;
}
