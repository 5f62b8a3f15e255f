import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { type AwsEndpointOptions, openAwsEndpoint } from "../aws-endpoint.ts";
import { awsServer } from "../aws-server.ts";

export const BUCKET = "keyturn-us";
export const OTHER_BUCKET = "keyturn-other";
export const EU_BUCKET = "keyturn-eu";
export const BUS = "keyturn";

export interface Key {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}
export type TestEndpoint = Awaited<ReturnType<typeof startTestEndpoint>>;

/** An endpoint with its own data folder on a port of its own; `await using` takes everything away again. */
export async function startTestEndpoint(options: Partial<AwsEndpointOptions> = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "keyturn-aws-"));
  const clock = { ms: Date.now(), now: () => clock.ms };
  const endpoint = await openAwsEndpoint({
    dataDir,
    clock,
    buckets: [
      { name: BUCKET, region: "us-east-1" },
      { name: OTHER_BUCKET, region: "us-east-1" },
      { name: EU_BUCKET, region: "eu-central-1" },
    ],
    buses: [BUS],
    ...options,
  });
  const server = awsServer(endpoint.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const clients: { destroy(): void }[] = [];

  function config(key: Key, region = "us-east-1") {
    return { endpoint: url, region, credentials: { ...key }, maxAttempts: 1 };
  }
  function kept<T extends { destroy(): void }>(client: T): T {
    clients.push(client);
    return client;
  }

  async function stop(): Promise<void> {
    for (const client of clients) client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await endpoint.close();
  }

  return {
    endpoint,
    dataDir,
    clock,
    port,
    url,
    root: endpoint.rootCredentials,
    iam: (key: Key = endpoint.rootCredentials) => kept(new IAMClient(config(key))),
    sts: (key: Key = endpoint.rootCredentials) => kept(new STSClient(config(key))),
    events: (key: Key = endpoint.rootCredentials) => kept(new EventBridgeClient(config(key))),
    s3: (key: Key = endpoint.rootCredentials, region?: string) => kept(new S3Client(config(key, region))),
    /** Names the bucket in the host; `*.localhost` is looked up here, since not every system does. */
    s3ByHost(key: Key = endpoint.rootCredentials) {
      const lookup = (
        _: string,
        __: object,
        done: (e: null, a: { address: string; family: number }[]) => void,
      ) => done(null, [{ address: "127.0.0.1", family: 4 }]);
      const httpAgent = new Agent({ lookup } as object);
      return kept(
        new S3Client({ ...config(key), endpoint: `http://localhost:${port}`, requestHandler: { httpAgent } }),
      );
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A user with an access key and, if given, one inline policy. */
export async function makeUser(
  aws: TestEndpoint,
  userName: string,
  policy?: object,
  boundary?: string,
): Promise<Key> {
  const iam = aws.iam();
  await iam.send(
    new CreateUserCommand({ UserName: userName, Path: "/keyturn/acme/", PermissionsBoundary: boundary }),
  );
  if (policy !== undefined) {
    const PolicyDocument = JSON.stringify(policy);
    await iam.send(new PutUserPolicyCommand({ UserName: userName, PolicyName: "access", PolicyDocument }));
  }
  return makeKey(aws, userName);
}

export async function makeKey(aws: TestEndpoint, userName: string): Promise<Key> {
  const { AccessKey } = await aws.iam().send(new CreateAccessKeyCommand({ UserName: userName }));
  return {
    accessKeyId: AccessKey?.AccessKeyId as string,
    secretAccessKey: AccessKey?.SecretAccessKey as string,
  };
}

/** A user's policy for its folder, as Keyturn writes it. */
export function folderPolicy(bucket: string, folder: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringLike: { "s3:prefix": [`${folder}/`, `${folder}/*`] } },
      },
      { Effect: "Allow", Action: "s3:GetBucketLocation", Resource: `arn:aws:s3:::${bucket}` },
      {
        Effect: "Allow",
        Action: [
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
        ],
        Resource: `arn:aws:s3:::${bucket}/${folder}/*`,
      },
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { Null: { "aws:TokenIssueTime": "false" } },
      },
    ],
  };
}

/** What went wrong, as `[code, status]`; `"worked"` if nothing did. */
export async function outcome(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "worked";
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode}`;
  }
}
