import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addService, type KeyPair, type Laptop, resetKey, startLaptop } from "../support/laptop.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop.close());

/** What a key's holder can have of STS without asking anybody. */
async function tradeForSession(credentials: KeyPair) {
  const sts = new STSClient({ endpoint: laptop.awsUrl, region: "us-east-1", credentials, maxAttempts: 1 });
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 36 * 3600 }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

test("a session traded from a key opens nothing, before the reset and after it", async () => {
  const token = await laptop.token();
  const { connection } = await addService(laptop, token);
  const { connectionId, bucket: Bucket, folder } = connection;
  const issued = await resetKey(laptop, token, connectionId);
  const Key = `${folder}report.csv`;
  const owner = laptop.s3(issued.body.credentials);
  await owner.send(new PutObjectCommand({ Bucket, Key, Body: "a,b" }));

  const credentials = await tradeForSession(issued.body.credentials);
  expect(credentials.sessionToken).not.toBe("");
  const session = new S3Client({
    ...{ endpoint: laptop.awsUrl, region: "us-east-1", forcePathStyle: true, maxAttempts: 1, credentials },
  });
  const refuseAll = async (error: object) => {
    const put = new PutObjectCommand({ Bucket, Key: `${folder}planted`, Body: "x" });
    await expect(session.send(put)).rejects.toMatchObject(error);
    await expect(session.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject(error);
    const list = new ListObjectsV2Command({ Bucket, Prefix: folder });
    await expect(session.send(list)).rejects.toMatchObject(error);
  };
  await refuseAll({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });

  const reset = await resetKey(laptop, token, connectionId);
  expect(reset.status).toBe(200);
  await refuseAll({ $metadata: { httpStatusCode: 403 } });
  await expect(tradeForSession(issued.body.credentials)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  const successor = laptop.s3(reset.body.credentials);
  const listed = await successor.send(new ListObjectsV2Command({ Bucket, Prefix: folder }));
  expect(listed.Contents?.map((object) => object.Key)).toEqual([folder, Key]);
});
