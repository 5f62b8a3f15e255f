import {
  type AccessKeyMetadata,
  type IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  type ListUsersCommandOutput,
  type User,
} from "@aws-sdk/client-iam";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Connection } from "../../core/connection/connection.ts";
import { iamPathOf } from "../../core/connection/provisioning.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import { orgIdOf } from "../../core/org/org.ts";
import type { Pipeline } from "../../core/pipeline/pipeline.ts";
import type { Service } from "../../core/service/service.ts";
import { usersClient } from "../../functions/clients.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import type { TestCloud } from "../support/test-cloud.ts";

/** Everything there is of an org, wherever it is. */
export interface Found {
  services: Service[];
  connections: Connection[];
  pipelines: Pipeline[];
  journal: KeyturnEvent[];
  bus: KeyturnEvent[];
  users: { userName: string; keys: AccessKeyMetadata[] }[];
}

/** Items lie under this. */
const partitionOf = (org: string) => `ORG#${orgIdOf(org)}`;

/** Takes down the table, the bus and IAM's users once, and then looks for what belongs to one org. */
export async function finder(cloud: TestCloud, ports: CloudPorts) {
  const iam = usersClient(cloud.aws);
  const delivered = Map.groupBy(cloud.events(), (event) => event.metadata.org);
  const users = Map.groupBy(await listUsers(iam), ({ Path = "" }) => Path);
  const items = Map.groupBy(await scan(cloud, ports), ({ pk = "" }) => pk.split("#").slice(0, 2).join("#"));
  return async (org: string): Promise<Found> => {
    const mine = items.get(partitionOf(org)) ?? [];
    const ofKind = (kind: string) => mine.filter(({ sk = "" }) => sk.startsWith(kind)) as unknown[];
    return {
      services: ofKind("SERVICE#") as Service[],
      connections: ofKind("CONNECTION#") as Connection[],
      pipelines: ofKind("PIPELINE#") as Pipeline[],
      journal: ofKind("EVENT#") as KeyturnEvent[],
      bus: delivered.get(org) ?? [],
      users: await withKeys(iam, users.get(iamPathOf(orgIdOf(org))) ?? []),
    };
  };
}

async function scan(cloud: TestCloud, { documents }: CloudPorts) {
  const items: { pk?: string; sk?: string }[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({ TableName: cloud.settings.tableName, ExclusiveStartKey: start }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

async function listUsers(iam: IAMClient): Promise<User[]> {
  const users: User[] = [];
  let Marker: string | undefined;
  do {
    const page: ListUsersCommandOutput = await iam.send(new ListUsersCommand({ MaxItems: 1_000, Marker }));
    users.push(...(page.Users ?? []));
    Marker = page.Marker;
  } while (Marker);
  return users;
}

async function withKeys(iam: IAMClient, users: User[]): Promise<Found["users"]> {
  const found = users.map(async ({ UserName: userName = "" }) => ({
    userName,
    keys: await keysOf(iam, userName),
  }));
  return Promise.all(found);
}

export async function keysOf(iam: IAMClient, UserName: string): Promise<AccessKeyMetadata[]> {
  try {
    return (await iam.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata ?? [];
  } catch (error) {
    if ((error as Error).name === "NoSuchEntityException") return [];
    throw error;
  }
}

/** The ids of those that open something. */
export function working(keys: AccessKeyMetadata[]): string[] {
  return keys.flatMap((key) => (key.Status === "Active" && key.AccessKeyId ? [key.AccessKeyId] : []));
}
