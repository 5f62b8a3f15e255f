import { randomUUID } from "node:crypto";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import {
  type Key,
  makeUser,
  outcome as outcomeOf,
  startTestEndpoint,
  type TestEndpoint,
} from "../testing/test-endpoint.ts";

/** The error's name. */
const outcome = async (call: Promise<unknown>) => (await outcomeOf(call)).replace(/ \d+$/, "");

const NAME = "keyturn/acme/con_1";

/** A secret whose first version is current, and what tests do with it. */
async function aSecret(aws: TestEndpoint, credentials: Key = aws.root) {
  const client = new SecretsManagerClient({
    ...{ endpoint: aws.url, region: "eu-central-1", credentials: { ...credentials }, maxAttempts: 1 },
  });
  const first = randomUUID();
  const create = (value = "one", token = first) =>
    client.send(new CreateSecretCommand({ Name: NAME, ClientRequestToken: token, SecretString: value }));
  const put = (token: string, SecretString: string, VersionStages?: string[]) =>
    client.send(
      new PutSecretValueCommand({
        ...{ SecretId: NAME, ClientRequestToken: token, SecretString },
        ...(VersionStages && { VersionStages }),
      }),
    );
  const move = (VersionStage: string, from?: string, to?: string) =>
    client.send(
      new UpdateSecretVersionStageCommand({
        ...{ SecretId: NAME, VersionStage },
        ...(from && { RemoveFromVersionId: from }),
        ...(to && { MoveToVersionId: to }),
      }),
    );
  const get = async (more: { VersionStage?: string; VersionId?: string } = {}) =>
    (await client.send(new GetSecretValueCommand({ SecretId: NAME, ...more }))).SecretString;
  const labels = async () =>
    (await client.send(new DescribeSecretCommand({ SecretId: NAME }))).VersionIdsToStages;
  const remove = () =>
    client.send(new DeleteSecretCommand({ SecretId: NAME, ForceDeleteWithoutRecovery: true }));
  return { client, first, create, put, move, get, labels, remove };
}

test("labels follow versions as on AWS, also after a restart", async () => {
  await using aws = await startTestEndpoint();
  const { first, create, put, move, get, labels } = await aSecret(aws);
  await create();
  const second = randomUUID();
  await put(second, "two", ["AWSPENDING"]);
  expect(await labels()).toEqual({ [first]: ["AWSCURRENT"], [second]: ["AWSPENDING"] });
  expect([await get(), await get({ VersionStage: "AWSPENDING" })]).toEqual(["one", "two"]);
  await move("AWSCURRENT", first, second);
  expect(await labels()).toEqual({ [first]: ["AWSPREVIOUS"], [second]: ["AWSPENDING", "AWSCURRENT"] });
  const third = randomUUID();
  await put(third, "three");
  expect(await labels()).toEqual({ [second]: ["AWSPENDING", "AWSPREVIOUS"], [third]: ["AWSCURRENT"] });
  await move("AWSPREVIOUS", second);
  await aws.stop();
  await using again = await startTestEndpoint({ dataDir: aws.dataDir });
  const after = await aSecret(again);
  expect(await after.get()).toBe("three");
  expect(await after.get({ VersionId: first })).toBe("one"); // deprecated, and not gone
  expect(await after.labels()).toEqual({ [second]: ["AWSPENDING"], [third]: ["AWSCURRENT"] });
});

test("what is sent twice is done once", async () => {
  await using aws = await startTestEndpoint();
  const { create, put, labels, remove } = await aSecret(aws);
  await create();
  await create();
  const second = randomUUID();
  for (let n = 0; n < 2; n++) await put(second, "two", ["AWSPENDING"]);
  expect(Object.keys((await labels()) ?? {})).toHaveLength(2);
  for (let n = 0; n < 2; n++) await remove();
  expect(await outcome(labels())).toBe("ResourceNotFoundException");
});

test("refuses as AWS does", async () => {
  await using aws = await startTestEndpoint();
  const { first, create, put, move, get } = await aSecret(aws);
  expect(await outcome(put(randomUUID(), "x"))).toBe("ResourceNotFoundException");
  expect(await outcome(get())).toBe("ResourceNotFoundException");
  await create();
  const second = randomUUID();
  await put(second, "two", ["AWSPENDING"]);
  const refused: [Promise<unknown>, string][] = [
    [create("another", randomUUID()), "ResourceExistsException"],
    [put(second, "another"), "ResourceExistsException"],
    [put("short", "x"), "InvalidParameterException"],
    [get({ VersionStage: "AWSPREVIOUS" }), "ResourceNotFoundException"],
    [get({ VersionId: randomUUID() }), "ResourceNotFoundException"],
    [get({ VersionId: first, VersionStage: "AWSPENDING" }), "InvalidRequestException"],
    [move("AWSCURRENT", second, second), "InvalidParameterException"],
    [move("AWSCURRENT", undefined, second), "InvalidParameterException"],
    [move("AWSCURRENT", first), "InvalidParameterException"],
    [move("AWSPENDING", first), "InvalidParameterException"],
    [move("AWSCURRENT", first, randomUUID()), "ResourceNotFoundException"],
  ];
  for (const [call, name] of refused) expect(await outcome(call)).toBe(name);
  expect(await get()).toBe("one");
});

test("lets nobody in who may not", async () => {
  await using aws = await startTestEndpoint();
  const statement = {
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: "arn:aws:secretsmanager:*:*:secret:keyturn/acme/*",
  };
  const credentials = await makeUser(aws, "reader", {
    ...{ Version: "2012-10-17", Statement: [statement] },
  });
  await (await aSecret(aws)).create();
  const reader = await aSecret(aws, credentials);
  expect(await reader.get()).toBe("one");
  for (const call of [reader.create(), reader.put(randomUUID(), "x"), reader.labels(), reader.remove()]) {
    expect(await outcome(call)).toBe("AccessDeniedException");
  }
});

test("a bucket that somebody makes is there, in its region, also after a restart", async () => {
  await using aws = await startTestEndpoint();
  const s3 = ({ url, root }: TestEndpoint, region: string) =>
    new S3Client({ endpoint: url, region, credentials: { ...root }, forcePathStyle: true, maxAttempts: 1 });
  await s3(aws, "eu-west-3").send(new CreateBucketCommand({ Bucket: "customers-own" }));
  await aws.stop();
  await using again = await startTestEndpoint({ dataDir: aws.dataDir });
  const list = new ListObjectsV2Command({ Bucket: "customers-own" });
  expect((await s3(again, "eu-west-3").send(list)).KeyCount).toBe(0);
  expect(await outcome(s3(again, "us-east-1").send(list))).toBe("AuthorizationHeaderMalformed");
});
