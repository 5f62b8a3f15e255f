import type { Connection, KeyturnClient } from "@keyturn/client";
import { countOf, printable, say } from "../output.ts";

const NAMED_MAX = 10;

/** Says what a change of the key is about, and who depends on it. */
export async function sayStakes(client: KeyturnClient, connection: Connection): Promise<void> {
  const { connectionId, serviceName, bucket, folder, accessKeyId, keyAgeDays, lastUsed } = connection;
  const used = lastUsed ? `last used ${lastUsed.at} by ${lastUsed.service}` : "not known to be used";
  say(`${printable(serviceName)}  ${connectionId}  s3://${bucket}/${printable(folder)}`);
  if (accessKeyId) say(`Its key is ${accessKeyId}, ${countOf(keyAgeDays ?? 0, "day")} old, ${used}.`);
  const params = { path: { connectionId }, query: { limit: 100 } };
  const names: string[] = [];
  let count = 0;
  for await (const one of client.each("/v1/connections/{connectionId}/dependents", { params })) {
    count += 1;
    if (names.length < NAMED_MAX) names.push(`  ${one.pipelineId}  ${printable(one.name)}  ${one.direction}`);
  }
  if (count === 0) return say("No pipeline is known to depend on it.");
  say(`${countOf(count, "pipeline depends", "pipelines depend")} on it:`);
  for (const name of names) say(name);
  if (count > names.length) say(`  and ${count - names.length} more`);
}
