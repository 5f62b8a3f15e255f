import { DeleteCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { CloudPorts } from "../support/cloud-ports.ts";
import type { TestCloud } from "../support/test-cloud.ts";

export type Backup = Record<string, unknown>[];

/** Everything that is in the table, as a point-in-time backup holds it: IAM and S3 have none. */
export async function takeBackup({ settings }: TestCloud, { documents }: CloudPorts): Promise<Backup> {
  const items: Backup = [];
  let start: Record<string, unknown> | undefined;
  do {
    const command: ScanCommand = new ScanCommand({
      TableName: settings.tableName,
      ConsistentRead: true,
      ExclusiveStartKey: start,
    });
    const page = await documents.send(command);
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** The table as it was then, and nothing else in it. */
export async function restore(cloud: TestCloud, ports: CloudPorts, backup: Backup): Promise<void> {
  const TableName = cloud.settings.tableName;
  for (const { pk, sk } of await takeBackup(cloud, ports)) {
    await ports.documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  }
  for (const Item of backup) await ports.documents.send(new PutCommand({ TableName, Item }));
}
