import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DynamoDBRecord } from "aws-lambda";
import { boundaryPolicy } from "../../core/connection/user-policy.ts";
import { type AwsEndpoint, type AwsEndpointOptions, openAwsEndpoint } from "../aws/aws-endpoint.ts";
import { awsServer } from "../aws/aws-server.ts";
import { openDynamo } from "../dynamodb/open-dynamo.ts";
import { closeServer, listen } from "../server/listen.ts";
import type { LocalSettings } from "../settings.ts";
import { credentialsOfRunning } from "./as-lambda.ts";
import { beginLambdaSessions } from "./lambda-sessions.ts";
import type { LaptopClock } from "./laptop-clock.ts";
import {
  boundaryArnOf,
  bucketOf,
  busName,
  internalBusName,
  lambdaEnvironment,
  policyNames,
  tableName,
} from "./resources.ts";
import { tableDefinition } from "./table-definition.ts";

const ACCOUNT_ID = "000000000000";

/** The laptop's own AWS, up and running, and the environment that leads an SDK to it, which has no credentials. */
export interface LaptopAws {
  url: string;
  environment: Record<string, string>;
  /** Those of the Lambda that is running. */
  credentials: ReturnType<typeof credentialsOfRunning>;
  eventsSince: AwsEndpoint["eventsSince"];
  deliverWhatIsLeft: AwsEndpoint["deliverWhatIsLeft"];
  mails: AwsEndpoint["mails"];
  close(): Promise<void>;
}

export interface Deliveries {
  onEvent: NonNullable<AwsEndpointOptions["onEvent"]>;
  onStreamRecord(record: DynamoDBRecord): void;
}

/** Opens the data folder. Throws a sentence when another process has it, or the port is taken. */
export async function openLaptopAws(
  settings: LocalSettings,
  clock: LaptopClock,
  deliveries: Deliveries,
): Promise<LaptopAws> {
  const { dataDir, regions, awsPort } = settings;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const dynamo = await openDynamo({
    path: join(dataDir, "dynamodb"),
    table: tableDefinition(tableName),
    onStreamRecord: deliveries.onStreamRecord,
  });
  const buckets = regions.map((region) => ({ name: bucketOf(region, ACCOUNT_ID), region }));
  const endpoint = await openAwsEndpoint({
    dataDir: join(dataDir, "aws"),
    accountId: ACCOUNT_ID,
    clock: { now: clock.epochMs },
    buckets,
    buses: [busName, internalBusName],
    keyDelayMs: settings.iamDelayMs,
    dynamo,
    onEvent: deliveries.onEvent,
  });
  const boundary = boundaryPolicy(buckets.map((bucket) => bucket.name));
  await endpoint.putManagedPolicy(boundaryArnOf(ACCOUNT_ID), boundary);
  writeRootCredentials(dataDir, endpoint.rootCredentials);
  const { mailSender, adoptedUserPaths } = settings;
  const names = policyNames(regions, ACCOUNT_ID, { mailSender, adoptedUserPaths });
  const sessions = beginLambdaSessions(endpoint, names);
  const server = awsServer(endpoint.handle);
  const url = await listen(server, awsPort, "KEYTURN_AWS_PORT");
  return {
    url,
    environment: {
      ...lambdaEnvironment(regions, ACCOUNT_ID),
      KEYTURN_MAIL_SENDER: mailSender,
      KEYTURN_S3_ENDPOINT: url,
      AWS_ENDPOINT_URL: url,
    },
    credentials: credentialsOfRunning(sessions),
    eventsSince: endpoint.eventsSince,
    deliverWhatIsLeft: endpoint.deliverWhatIsLeft,
    mails: endpoint.mails,
    async close() {
      await closeServer(server);
      await endpoint.close();
      await dynamo.close();
    },
  };
}

/** In AWS's credentials-file format, so that `AWS_SHARED_CREDENTIALS_FILE` can point at it. */
function writeRootCredentials(dataDir: string, root: AwsEndpoint["rootCredentials"]): void {
  const lines = [
    "[default]",
    `aws_access_key_id = ${root.accessKeyId}`,
    `aws_secret_access_key = ${root.secretAccessKey}`,
  ];
  writeFileSync(join(dataDir, "root-credentials"), `${lines.join("\n")}\n`, { mode: 0o600 });
}
