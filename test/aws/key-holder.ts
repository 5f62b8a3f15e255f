import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import type { Connection } from "../../core/connection/connection.ts";
import type { IssuedKey } from "../../core/key/access-keys.ts";
import { reveal } from "../../core/secret.ts";
import { lagUntil } from "./lag.ts";

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What S3 says to somebody with these credentials: `accepted`, or the name of the error. */
export type KeyHolder = ReturnType<typeof holderOf>;

export function keyHolder(connection: Connection, issued: IssuedKey) {
  const { accessKeyId, secretAccessKey } = issued;
  return holderOf(connection, { accessKeyId, secretAccessKey: reveal(secretAccessKey) });
}

type Place = Pick<Connection, "region" | "bucket" | "folder">;

function holderOf(place: Place, credentials: Credentials) {
  const { region, bucket: Bucket, folder } = place;
  const s3 = new S3Client({ region, credentials, forcePathStyle: true, maxAttempts: 1 });
  return {
    /** What its folder's policy is for. */
    list: (Prefix?: string) =>
      told(() => s3.send(new ListObjectsV2Command({ Bucket, ...(Prefix !== undefined && { Prefix }) }))),
    get: (Key: string) =>
      told(async () => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()),
    put: (Key: string) => told(() => s3.send(new PutObjectCommand({ Bucket, Key, Body: "a,b\n" }))),
    headBucket: () => told(() => s3.send(new HeadBucketCommand({ Bucket }))),
    /** Whether S3 lets the credentials in at all. */
    knock: () => told(() => s3.send(new ListObjectsV2Command({ Bucket, Prefix: folder, MaxKeys: 1 }))),
    /** Somebody with the session that these credentials can be traded for, once STS knows them. */
    async traded() {
      const sts = new STSClient({ region, credentials });
      const known = () => told(() => sts.send(new GetCallerIdentityCommand({})));
      await lagUntil("accepted", known);
      const { Credentials: session } = await sts.send(new GetSessionTokenCommand({}));
      return holderOf(place, {
        accessKeyId: session?.AccessKeyId ?? "",
        secretAccessKey: session?.SecretAccessKey ?? "",
        sessionToken: session?.SessionToken ?? "",
      });
    },
  };
}

/** An answer of the 4xx kind is one; that there is none, or a 5xx, is a fault of the run. */
async function told(send: () => Promise<unknown>): Promise<string> {
  try {
    await send();
    return "accepted";
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode ?? 0;
    if (status >= 400 && status < 500) return name === "403" || name === "Unknown" ? String(status) : name;
    throw error;
  }
}
