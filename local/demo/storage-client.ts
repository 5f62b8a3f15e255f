import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Place {
  region: string;
  bucket: string;
}

/** Changes of keys take up to about 15 s to be seen everywhere on AWS. */
const PROPAGATION_MS = 15_000;
const PAUSE_MS = 500;

/** A customer's S3 client: an unmodified SDK with the key it was given. */
export function storageClient(endpoint: string | undefined, place: Place, credentials: Credentials) {
  const common = { region: place.region, credentials, maxAttempts: 1, ...(endpoint && { endpoint }) };
  const s3 = new S3Client({ ...common, forcePathStyle: true });
  return {
    async put(key: string, text: string): Promise<void> {
      const command = new PutObjectCommand({ Bucket: place.bucket, Key: key, Body: text });
      await oncePropagated(() => s3.send(command));
    },
    async get(key: string): Promise<string> {
      const command = new GetObjectCommand({ Bucket: place.bucket, Key: key });
      const object = await oncePropagated(() => s3.send(command));
      return (await object.Body?.transformToString()) ?? "";
    },
    async remove(key: string): Promise<void> {
      const command = new DeleteObjectCommand({ Bucket: place.bucket, Key: key });
      await oncePropagated(() => s3.send(command));
    },
    /** Answers what a client without a right to the file is told, once it is told that. */
    async refused(key: string, name: string): Promise<string> {
      const command = new GetObjectCommand({ Bucket: place.bucket, Key: key });
      for (const until = Date.now() + PROPAGATION_MS; ; await sleep(PAUSE_MS)) {
        const told = await s3.send(command).then(
          () => "nothing: it was let in",
          (error: Error) => error.name,
        );
        if (told === name) return told;
        if (Date.now() > until) throw new Error(`expected ${name}, was told ${told}`);
      }
    },
    /** A session that outlives the key, as anybody with a key can ask for. */
    async tradeForSession(): Promise<Credentials> {
      const command = new GetSessionTokenCommand({});
      const sts = new STSClient(common);
      const { Credentials: session } = await oncePropagated(() => sts.send(command));
      return {
        accessKeyId: session?.AccessKeyId ?? "",
        secretAccessKey: session?.SecretAccessKey ?? "",
        sessionToken: session?.SessionToken ?? "",
      };
    },
  };
}

/** A key, and the policy of a user as new as the key, are not known everywhere at once. */
const NOT_YET = ["InvalidAccessKeyId", "InvalidClientTokenId", "AccessDenied"];

async function oncePropagated<Result>(send: () => Promise<Result>): Promise<Result> {
  for (const until = Date.now() + PROPAGATION_MS; ; ) {
    try {
      return await send();
    } catch (error) {
      if (!NOT_YET.includes((error as Error).name) || Date.now() > until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
