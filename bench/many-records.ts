import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Connection } from "../core/connection/connection.ts";
import { listConnections } from "../core/connection/list-connections.ts";
import { aConnection, anOrg } from "../core/testing/sample-records.ts";
import { connectionKey } from "../functions/adapters/item-keys.ts";
import type { CloudPorts } from "../test/support/cloud-ports.ts";
import type { TestCloud } from "../test/support/test-cloud.ts";
import { type Cost, costOf } from "./count-calls.ts";

const BATCH = 25;
const AT_ONCE = 8;
const CONNECTIONS_PER_ORG = 1_000;

/** Fills the table with orgs of 1,000 connections each. Answers one of them. */
export async function fillTable(cloud: TestCloud, ports: CloudPorts, records: number): Promise<string> {
  const orgs = Array.from({ length: Math.ceil(records / CONNECTIONS_PER_ORG) }, anOrg);
  const batches = batchesOf(orgs);
  const { tableName } = cloud.settings;
  const worker = async () => {
    for (const batch of batches) {
      const puts = batch.map((one) => ({
        PutRequest: { Item: { ...Connection.parse(one), ...connectionKey(one) } },
      }));
      await ports.documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return orgs[Math.floor(orgs.length / 2)] ?? "";
}

/** All of an org's connections, page by page, as a portal lists them. */
export async function listAll(cloud: TestCloud, org: string): Promise<Cost & { listed: number }> {
  let listed = 0;
  const cost = await costOf(cloud, async (ports) => {
    let cursor: string | null = null;
    do {
      const page = await listConnections(ports, org, { limit: 100, ...(cursor && { cursor }) });
      listed += page.items.length;
      cursor = page.cursor;
    } while (cursor);
  });
  return { ...cost, listed };
}

function* batchesOf(orgs: string[]): Generator<Connection[]> {
  for (const org of orgs) {
    for (let made = 0; made < CONNECTIONS_PER_ORG; made += BATCH) {
      yield Array.from({ length: BATCH }, () => aConnection(org));
    }
  }
}
