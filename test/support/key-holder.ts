import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Connection } from "../../core/connection/connection.ts";
import type { TestCloud } from "./test-cloud.ts";

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Asks STS who the key's holder is, as any client may: false when the key is refused. */
export async function isAccepted(cloud: TestCloud, credentials: Credentials): Promise<boolean> {
  const sts = new STSClient({ ...cloud.aws, credentials });
  return isAnswered(sts, () => sts.send(new GetCallerIdentityCommand({})));
}

/** Whether an S3 client of the key's holder can list the connection's folder. */
export async function opensFolder(
  cloud: TestCloud,
  { bucket: Bucket, folder: Prefix, region }: Connection,
  { accessKeyId, secretAccessKey }: Credentials,
): Promise<boolean> {
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = new S3Client({ ...cloud.aws, region, credentials, forcePathStyle: true });
  return isAnswered(s3, () => s3.send(new ListObjectsV2Command({ Bucket, Prefix })));
}

/** False for a 403. Any other refusal is a fault of the test. */
async function isAnswered(client: { destroy(): void }, send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 403) return false;
    throw error;
  } finally {
    client.destroy();
  }
}
