import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { TestCloud } from "./test-cloud.ts";

/** Asks STS who the key's holder is, as any client may: false when the key is refused. */
export async function isAccepted(
  cloud: TestCloud,
  credentials: { accessKeyId: string; secretAccessKey: string },
): Promise<boolean> {
  const client = new STSClient({ ...cloud.aws, credentials });
  try {
    await client.send(new GetCallerIdentityCommand({}));
    return true;
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 403) return false;
    throw error;
  } finally {
    client.destroy();
  }
}
