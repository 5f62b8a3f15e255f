import { PutObjectCommand } from "@aws-sdk/client-s3";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, expect, test } from "vitest";
import { plus } from "../../core/clock.ts";
import { deleteObjects } from "../../core/operator/delete-objects.ts";
import { allInChunks } from "../../core/record/in-chunks.ts";
import { describeAllRecords } from "../../core/testing/contract/all-records.contract.ts";
import { describeExistingUsers } from "../../core/testing/contract/existing-users.contract.ts";
import { describeObjects } from "../../core/testing/contract/objects.contract.ts";
import { describeOrgItems } from "../../core/testing/contract/org-items.contract.ts";
import { describeUsers } from "../../core/testing/contract/users.contract.ts";
import { aConnection, anOrg } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { addPortalUser } from "../../test/support/portal-user.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { bucketClients, usersClient } from "../clients.ts";
import { singleCell } from "./cells.ts";
import { dynamoOrgItems } from "./dynamo-org-items.ts";
import { dynamoAllRecords } from "./dynamo-scan.ts";
import { iamExistingUsers } from "./iam-existing-users.ts";
import { iamUsers } from "./iam-users.ts";
import { orgPartition } from "./item-keys.ts";
import { s3Objects } from "./s3-objects.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const ports = cloudPorts(cloud);
const dynamo = { client: ports.documents, tableName: cloud.settings.tableName };
const cells = singleCell({ accountId: cloud.settings.accountId, iam: usersClient(cloud.aws) });

describeAllRecords("all records in DynamoDB", async () => ({
  ...ports,
  allRecords: dynamoAllRecords(dynamo),
}));
describeOrgItems("an org's items in DynamoDB", async () => ({ ...ports, orgItems: dynamoOrgItems(dynamo) }));
describeUsers("users in IAM", async () => ({
  ...ports,
  users: iamUsers(cells),
  until: () => plus(cloud.clock.now(), 15_000),
}));

const s3 = bucketClients(cloud.aws);

describeObjects("objects in S3", async () => {
  const region = "eu-central-1";
  const bucket = cloud.settings.buckets.find((one) => one.region === region)?.bucket ?? "";
  return {
    ...{ objects: s3Objects(s3), region, bucket },
    put: async (key) =>
      void (await s3(region).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: "x" }))),
  };
});

test("more objects than a page has are deleted page by page", async () => {
  const region = "us-east-1";
  const bucket = cloud.settings.buckets.find((one) => one.region === region)?.bucket ?? "";
  const keys = Array.from({ length: 1_100 }, (_, n) => `many/${n}`);
  await allInChunks(keys, 50, (key) =>
    s3(region).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: "x" })),
  );
  const told: number[] = [];
  const ports = { objects: s3Objects(s3) };
  const left = await deleteObjects(ports, [{ region, bucket, folder: "many/" }], ({ versions }) =>
    told.push(versions),
  );
  expect({ left, told }).toEqual({ left: [], told: [1_000, 1_100] });
});

describeExistingUsers("existing users in IAM", async () => ({
  existingUsers: iamExistingUsers(cells, { deniedIsMissing: false }),
  addUser: async (userName, path, keys, org) => {
    const made = await addPortalUser(usersClient(cloud.aws), { userName, path, keys, ...(org && { org }) });
    return made.map(({ accessKeyId }) => accessKeyId);
  },
}));

test("whatever else lies with an org's records is found, and erased without them", async () => {
  const orgItems = dynamoOrgItems(dynamo);
  const connection = aConnection(anOrg());
  const { org } = connection;
  const key = { pk: orgPartition(org), sk: "POLICY" };
  await ports.connections.insert(connection);
  await ports.documents.send(new PutCommand({ TableName: dynamo.tableName, Item: key }));
  expect(await orgItems.page(org, "rest")).toEqual({ keys: [key] });
  await orgItems.erase([key]);
  expect(await orgItems.page(org, "rest")).toEqual({ keys: [] });
  expect(await ports.connections.find(connection)).toEqual(connection);
});
