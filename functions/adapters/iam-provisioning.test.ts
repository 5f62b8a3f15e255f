import { CreateUserCommand, GetUserCommand, ListUserPoliciesCommand } from "@aws-sdk/client-iam";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "vitest";
import { plus } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { iamPathOf } from "../../core/connection/provisioning.ts";
import { orgIdOf } from "../../core/org/org.ts";
import { aConnection, anOrg } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { bucketClients, usersClient } from "../clients.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const { provisioning, deprovisioning, accessKeys } = cloudPorts(cloud);
const iam = usersClient(cloud.aws);
const s3 = bucketClients(cloud.aws)("us-east-1");
const { boundaryArn, buckets } = cloud.settings;

function sample(): Connection {
  return aConnection(anOrg(), { bucket: buckets[0]?.bucket ?? "" });
}

const userOf = async ({ userName }: Connection) =>
  (await iam.send(new GetUserCommand({ UserName: userName }))).User;

async function provision(connection: Connection): Promise<void> {
  await provisioning.createUser(connection);
  await provisioning.putUserPolicy(connection);
  await provisioning.putFolderMarker(connection);
}

test("makes the user under the org's path and inside the boundary, with its policy and folder", async () => {
  const connection = sample();
  await provision(connection);
  const user = await userOf(connection);
  expect(user?.Path).toBe(iamPathOf(orgIdOf(connection.org)));
  expect(user?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(boundaryArn);
  const { bucket: Bucket, folder: Prefix, userName: UserName } = connection;
  expect((await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames).toEqual(["keyturn-folder"]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  expect(Contents).toMatchObject([{ Key: Prefix, Size: 0 }]);
});

test("can do everything twice", async () => {
  const connection = sample();
  await provision(connection);
  const first = await userOf(connection);
  await provision(connection);
  expect((await userOf(connection))?.UserId).toBe(first?.UserId);
  await deprovisioning.deleteUser(connection);
  await deprovisioning.deleteUser(connection);
  await expect(userOf(connection)).rejects.toMatchObject({ name: "NoSuchEntityException" });
});

test.each([
  [
    "of another org",
    (one: Connection) => ({ Path: iamPathOf(`${one.org}x`), PermissionsBoundary: boundaryArn }),
  ],
  ["outside Keyturn's path", () => ({ PermissionsBoundary: boundaryArn })],
  ["without the boundary", (one: Connection) => ({ Path: iamPathOf(orgIdOf(one.org)) })],
])("refuses a user of the same name %s", async (_, input) => {
  const connection = sample();
  await iam.send(new CreateUserCommand({ UserName: connection.userName, ...input(connection) }));
  await expect(provisioning.createUser(connection)).rejects.toMatchObject({
    failure: "denied",
    awsErrorName: "ForeignUser",
  });
});

test("does not delete a user that still has a key", async () => {
  const connection = sample();
  await provision(connection);
  await accessKeys.create(connection, plus(cloud.clock.now(), 15_000));
  await expect(deprovisioning.deleteUser(connection)).rejects.toMatchObject({ failure: "denied" });
  expect((await userOf(connection))?.UserName).toBe(connection.userName);
});

test("counts the account's users", async () => {
  const before = await provisioning.countUsers("main");
  await provision(sample());
  expect(await provisioning.countUsers("main")).toBe(before + 1);
});

test("serves no cell but its own", () => {
  const connection = { ...sample(), cellId: "another" };
  return expect(provisioning.createUser(connection)).rejects.toThrow();
});
