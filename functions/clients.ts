import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { tellingOfLostAttempts } from "./adapters/lost-attempts.ts";

/** Where a client finds AWS. A deployment leaves it to the SDK; a test names it and watches the transport. */
export type Reach = Pick<IAMClientConfig, "endpoint" | "region" | "credentials" | "requestHandler">;

let own: Reach = {};

/** Calls of one operation follow each other within that. */
const KEPT_IDLE_MS = 2_000;

/** The laptop cloud runs every Lambda in one process, each with a session of its own; a deployment never calls this. */
export function useCredentials(credentials: NonNullable<Reach["credentials"]>): void {
  own = { credentials };
}

// One function a client, so that a Lambda bundles those it uses.

/** DynamoDB answers in milliseconds or not at all, and whoever waits for it has a secret to deliver. */
const IMPATIENT = { connectionTimeout: 1_000, requestTimeout: 1_000, throwOnRequestTimeout: true };

export function documentClient(reach: Reach = own): DynamoDBDocumentClient {
  const client = tellingOfLostAttempts(new DynamoDBClient({ requestHandler: IMPATIENT, ...reach }));
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/**
 * Of requests that are sent once. While a Lambda is frozen, AWS closes the connections it keeps, and the next request on one
 * would be of unknown outcome: those that were not used for some seconds are closed before it.
 */
const SENT_ONCE = {
  maxAttempts: 1,
  requestHandler: { httpAgent: { timeout: KEPT_IDLE_MS }, httpsAgent: { timeout: KEPT_IDLE_MS } },
};

/** For access keys: requests are sent once, and core decides what is sent again. */
export function accessKeysClient(reach: Reach = own): IAMClient {
  return new IAMClient({ ...SENT_ONCE, ...reach });
}

/** For users and policies, whose calls can be made twice. */
export function usersClient(reach: Reach = own): IAMClient {
  return new IAMClient(reach);
}

/** One S3 client for each region. */
export function bucketClients(reach: Reach = own): (region: string) => S3Client {
  const clients = new Map<string, S3Client>();
  return (region) => {
    const client = clients.get(region) ?? new S3Client({ ...reach, region, forcePathStyle: true });
    clients.set(region, client);
    return client;
  };
}

/** For customers' pairs. Whoever waits for it has been waiting for AWS already. */
export function secretsClient(reach: Reach = own): SecretsManagerClient {
  return new SecretsManagerClient(reach);
}

interface LongTermKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * A region that every account has. STS of one that a customer's account has not enabled knows none of its keys
 * (InvalidClientTokenId), and nothing tells such a key from one that is deactivated.
 */
const EVERYBODYS_REGION = "us-east-1";

/** Clients that sign with a customer's pair. */
export type PairClients = (
  pair: LongTermKey,
  region?: string,
) => { sts: STSClient; s3: S3Client; iam: IAMClient };

/**
 * Where they find AWS is the deployment's configuration: of what a customer gives, the region of the bucket alone takes
 * part in it, and its name is in the path. Each request is sent once, and a redirect to another region is not followed.
 */
export function pairClients(reach: Omit<Reach, "credentials"> = {}): PairClients {
  return (pair, region) => {
    const credentials = { accessKeyId: pair.accessKeyId, secretAccessKey: pair.secretAccessKey };
    const once = { ...reach, credentials, maxAttempts: 1 };
    const s3Only = { forcePathStyle: true, followRegionRedirects: false, useArnRegion: false };
    return {
      sts: new STSClient({ ...once, region: EVERYBODYS_REGION }),
      s3: new S3Client({
        ...once,
        ...s3Only,
        disableMultiregionAccessPoints: true,
        ...(region && { region }),
      }),
      iam: new IAMClient(once),
    };
  };
}

export function eventsClient(reach: Reach = own): EventBridgeClient {
  return new EventBridgeClient(reach);
}

/** A request is sent once: with a reply lost on the way, a second one would be a second mail. */
export function mailClient(reach: Reach = own): SESv2Client {
  return new SESv2Client({ ...SENT_ONCE, ...reach });
}
