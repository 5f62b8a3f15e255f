import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, test } from "vitest";
import { describeAgenda } from "../../core/testing/contract/agenda.contract.ts";
import { describeClaims } from "../../core/testing/contract/claims.contract.ts";
import { describeConnections } from "../../core/testing/contract/connections.contract.ts";
import { describeUnmanagedUsers } from "../../core/testing/contract/drift.contract.ts";
import { describeJournal } from "../../core/testing/contract/journal.contract.ts";
import { describeNotices } from "../../core/testing/contract/notices.contract.ts";
import { describeOutboxes } from "../../core/testing/contract/outboxes.contract.ts";
import { describePipelines } from "../../core/testing/contract/pipelines.contract.ts";
import { describePolicies } from "../../core/testing/contract/policies.contract.ts";
import { describeServices } from "../../core/testing/contract/services.contract.ts";
import { aConnection, anOrg } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { connectionKey } from "./item-keys.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const ports = cloudPorts(cloud);
const open = async () => ports;

describeConnections("connections in DynamoDB", open);
describeServices("services in DynamoDB", open);
describePipelines("pipelines in DynamoDB", open);
describeClaims("claims in DynamoDB", open);
describePolicies("policies in DynamoDB", open);
describeJournal("the journal in DynamoDB", open);
describeOutboxes("outboxes in DynamoDB", open);
describeAgenda("the agenda in DynamoDB", open);
describeUnmanagedUsers("unmanaged users in DynamoDB", open);
describeNotices("notices and mails in DynamoDB", open);

describe("a record that says it is another's", () => {
  test.each([
    ["of another org", { org: "other" }],
    ["with another's user", { userName: "kt-sales-00000000000000000000000000000000" }],
    ["with another org's folder", { folder: "other-aaaaaaaaaaaaaaaa/sales/" }],
  ])("is not read: %s", async (_, change) => {
    const { documents, connections } = ports;
    const connection = aConnection(anOrg());
    const Item = { ...connection, ...change, ...connectionKey(connection) };
    await documents.send(new PutCommand({ TableName: cloud.settings.tableName, Item }));
    await expect(connections.find(connection)).rejects.toThrow();
    await expect(connections.page(connection.org, 9)).rejects.toThrow();
  });
});
