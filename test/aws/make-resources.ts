import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutObjectCommand,
  S3Client,
  waitUntilBucketExists,
} from "@aws-sdk/client-s3";
import { boundaryPolicy } from "../../core/connection/user-policy.ts";
import { tableDefinition } from "../../local/cloud/table-definition.ts";
import type { Account } from "./account.ts";
import { sqsIn } from "./queue.ts";
import { NAME_PREFIX, USER_PATH_PREFIX } from "./run-name.ts";

export const RULE_NAME = "everything";
/** Only a bucket in which this lies is ever emptied. */
export const BUCKET_MARKER = "made-by-the-tests-of-keyturn";

/** Makes what the adapters need, all of it named for the run. Answers the environment they read it from. */
export async function makeResources(account: Account, run: string): Promise<Record<string, string>> {
  const { accountId, region } = account;
  const name = NAME_PREFIX + run;
  const dynamo = new DynamoDBClient({ region });
  await dynamo.send(new CreateTableCommand(tableDefinition(name)));
  await makeBucket(region, name);
  const policy = new CreatePolicyCommand({
    PolicyName: name,
    Path: `${USER_PATH_PREFIX}${run}/`,
    PolicyDocument: JSON.stringify(boundaryPolicy([name])),
  });
  const { Policy } = await new IAMClient({ region }).send(policy);
  const queueUrl = await makeBusWithQueue(account, name);
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 120 }, { TableName: name });
  return {
    AWS_REGION: region,
    KEYTURN_TABLE: name,
    KEYTURN_BUS: name,
    KEYTURN_BUCKETS: `${region}=${name}`,
    KEYTURN_ACCOUNT_ID: accountId,
    KEYTURN_BOUNDARY_ARN: Policy?.Arn ?? "",
    KEYTURN_TEST_RUN: run,
    KEYTURN_TEST_QUEUE: queueUrl,
  };
}

async function makeBucket(region: string, bucket: string): Promise<void> {
  const s3 = new S3Client({ region, forcePathStyle: true });
  const LocationConstraint = region as BucketLocationConstraint;
  const elsewhere = region !== "us-east-1" && { CreateBucketConfiguration: { LocationConstraint } };
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ...elsewhere }));
  await waitUntilBucketExists({ client: s3, maxWaitTime: 60 }, { Bucket: bucket });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: BUCKET_MARKER, Body: "npm run test:aws\n" }));
}

/** A bus whose every event lies in a queue. Answers the queue's URL. */
async function makeBusWithQueue({ accountId, region }: Account, name: string): Promise<string> {
  const events = new EventBridgeClient({ region });
  await events.send(new CreateEventBusCommand({ Name: name }));
  const pattern = JSON.stringify({ account: [accountId] });
  const rule = new PutRuleCommand({ Name: RULE_NAME, EventBusName: name, EventPattern: pattern });
  const { RuleArn } = await events.send(rule);
  const queueArn = `arn:aws:sqs:${region}:${accountId}:${name}`;
  const mayTheRule = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": RuleArn } },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [mayTheRule] });
  const { QueueUrl } = await sqsIn(region)("CreateQueue", { QueueName: name, Attributes: { Policy } });
  const target = { Id: "queue", Arn: queueArn };
  await events.send(new PutTargetsCommand({ Rule: RULE_NAME, EventBusName: name, Targets: [target] }));
  return String(QueueUrl);
}
