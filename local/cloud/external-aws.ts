import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { type BucketLocationConstraint, CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { boundaryPolicy } from "../../core/connection/user-policy.ts";
import { bucketOf, busName, internalBusName, lambdaEnvironment, tableName } from "./resources.ts";
import { tableDefinition } from "./table-definition.ts";

const THERE_ALREADY = new Set([
  "ResourceInUseException",
  "ResourceAlreadyExistsException",
  "EntityAlreadyExistsException",
  "BucketAlreadyOwnedByYou",
  "BucketAlreadyExists",
]);

/**
 * Makes what Keyturn needs in the cloud the SDK's environment leads to (an emulator, or AWS), where it is
 * missing. Answers the environment for the Lambdas.
 */
export async function prepareExternalAws(regions: string[]): Promise<Record<string, string>> {
  const [region = "us-east-1"] = regions;
  const identity = await new STSClient({ region }).send(new GetCallerIdentityCommand({})).catch(unreachable);
  const accountId = identity.Account ?? "";
  const dynamo = new DynamoDBClient({ region });
  await unlessThere(() => dynamo.send(new CreateTableCommand(tableDefinition(tableName))));
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 60 }, { TableName: tableName });
  const events = new EventBridgeClient({ region });
  for (const Name of [busName, internalBusName]) {
    await unlessThere(() => events.send(new CreateEventBusCommand({ Name })));
  }
  for (const one of regions) await unlessThere(() => createBucket(one, bucketOf(one, accountId)));
  const buckets = regions.map((one) => bucketOf(one, accountId));
  const policy = new CreatePolicyCommand({
    PolicyName: "keyturn-user-boundary",
    Path: "/keyturn/",
    PolicyDocument: JSON.stringify(boundaryPolicy(buckets)),
  });
  await unlessThere(() => new IAMClient({ region }).send(policy));
  return { ...lambdaEnvironment(regions, accountId), ...s3Endpoint() };
}

/** Where the environment leads an S3 client; on AWS itself each region has its own. */
function s3Endpoint(): Record<string, string> {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
  const endpoint = AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL;
  return endpoint ? { KEYTURN_S3_ENDPOINT: endpoint } : {};
}

/** The first call says whether there is a cloud, and credentials for it. */
function unreachable(error: Error): never {
  const where = process.env.AWS_ENDPOINT_URL ?? "AWS";
  throw new Error(
    `Keyturn cannot start: ${where} is not to be used with this environment's credentials (${error.name})`,
  );
}

async function createBucket(region: string, bucket: string): Promise<void> {
  const s3 = new S3Client({ region, forcePathStyle: true });
  const LocationConstraint = region as BucketLocationConstraint;
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      ...(region !== "us-east-1" && { CreateBucketConfiguration: { LocationConstraint } }),
    }),
  );
}

async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!THERE_ALREADY.has((error as Error).name)) throw error;
  }
}
