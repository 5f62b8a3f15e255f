import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteObjects } from "../../core/operator/delete-objects.ts";
import { adoptRows, anAdoption, aRow } from "../../core/testing/adoption-scene.ts";
import { describeExistingUsers } from "../../core/testing/contract/existing-users.contract.ts";
import { singleCell } from "../../functions/adapters/cells.ts";
import { iamExistingUsers } from "../../functions/adapters/iam-existing-users.ts";
import { s3Objects } from "../../functions/adapters/s3-objects.ts";
import { bucketClients, usersClient } from "../../functions/clients.ts";
import { hasMoto, startMoto } from "../support/moto.ts";
import { addPortalUser } from "../support/portal-user.ts";

describe.skipIf(!hasMoto)("against moto", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto.stop());

  const existingUsers = () =>
    iamExistingUsers(singleCell({ accountId: "", iam: usersClient(moto.reach) }), { deniedIsMissing: false });

  describeExistingUsers("existing users in its IAM", async () => ({
    existingUsers: existingUsers(),
    addUser: async (userName, path, keys, org) => {
      const made = await addPortalUser(usersClient(moto.reach), {
        ...{ userName, path, keys },
        ...(org && { org }),
      });
      return made.map(({ accessKeyId }) => accessKeyId);
    },
  }));

  test("users are adopted with the keys that its IAM has", async () => {
    const iam = usersClient(moto.reach);
    const [key] = await addPortalUser(iam, { userName: "moto-sales", path: "/portal/s3/", bucket: "b" });
    await addPortalUser(iam, { userName: "moto-elsewhere", path: "/other/" });
    const { ports } = anAdoption();
    const rows = ["moto-sales", "moto-elsewhere", "moto-nobody"].map((name) => aRow(name));
    const results = await adoptRows({ ...ports, existingUsers: existingUsers() }, rows);
    expect(results.map(({ outcome }) => outcome)).toEqual(["adopted", "refused", "refused"]);
    expect(results[0]).toMatchObject({ accessKeyId: key?.accessKeyId });
  });

  test("every version, delete marker and unfinished upload of a folder goes, and no other", async () => {
    const s3 = bucketClients(moto.reach);
    const [region, Bucket] = ["us-east-1", "managed"];
    const client = s3(region);
    await client.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    for (const key of ["acme-1/a b.csv", "acme-1/a b.csv", "acme-1/é+.csv", "acme-1-2/a", "acme-11/a"])
      await put(key);
    await client.send(new DeleteObjectCommand({ Bucket, Key: "acme-1/a b.csv" }));
    for (const Key of ["acme-1/part", "acme-1-2/part"]) {
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    }
    const folder = { region, bucket: Bucket, folder: "acme-1/" } as const;
    expect(await deleteObjects({ objects: s3Objects(s3) }, [folder], () => {})).toEqual([]);
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    expect([...Versions, ...DeleteMarkers].map(({ Key }) => Key).toSorted()).toEqual([
      "acme-1-2/a",
      "acme-11/a",
    ]);
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads.map(({ Key }) => Key)).toEqual(["acme-1-2/part"]);
  });
});
