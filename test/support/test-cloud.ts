import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DynamoDBRecord } from "aws-lambda";
import { boundaryPolicy } from "../../core/connection/user-policy.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import { TestClock } from "../../core/testing/memory-ports.ts";
import type { Reach } from "../../functions/clients.ts";
import { type Settings, settingsFrom } from "../../functions/env.ts";
import {
  type EventEnvelope,
  openAwsEndpoint,
  type RoleAccess,
  type StoredMail,
} from "../../local/aws/aws-endpoint.ts";
import { awsServer } from "../../local/aws/aws-server.ts";
import { credentialsOfRunning } from "../../local/cloud/as-lambda.ts";
import { type LambdaPolicy, lambdaPolicies } from "../../local/cloud/lambda-policies.ts";
import { beginLambdaSessions } from "../../local/cloud/lambda-sessions.ts";
import {
  boundaryArnOf,
  bucketOf,
  busName,
  internalBusName,
  lambdaEnvironment,
  policyNames,
  tableName,
} from "../../local/cloud/resources.ts";
import { tableDefinition } from "../../local/cloud/table-definition.ts";
import { openDynamo } from "../../local/dynamodb/open-dynamo.ts";
import { closeServer, listen } from "../../local/server/listen.ts";
import type { KeyPair } from "./laptop.ts";

const ACCOUNT_ID = "000000000000";
/** In each a bucket; the first is the default. */
export const REGIONS = ["us-east-1", "eu-central-1"];

/** The AWS Keyturn talks to, for a test: a table in memory, the laptop's endpoint, and one clock for all. */
export interface TestCloud {
  clock: TestClock;
  /** What a Lambda would read from its environment. */
  settings: Settings;
  /** An operator's: with root's credentials. */
  environment: Record<string, string>;
  /** How an SDK client gets there: as the Lambda that is running (local/cloud/as-lambda.ts), or as root. */
  aws: Reach;
  /** Those of the Lambda that is running, and of nobody where none is. */
  lambdaCredentials: ReturnType<typeof credentialsOfRunning>;
  /** Who may do everything in it. */
  root: { awsUrl: string; credentials: KeyPair };
  /** What was put on Keyturn's bus, oldest first. */
  events(): KeyturnEvent[];
  /** What was put on the internal one. */
  requests(): EventEnvelope[];
  /** Every mail that SES took, oldest first. */
  mail(): StoredMail[];
  /** What Lambdas may do, and another policy for one of them. */
  lambdaPolicies: Record<string, LambdaPolicy>;
  changePolicy(lambda: string, policy: LambdaPolicy): void;
  close(): Promise<void>;
}

export interface TestCloudOptions {
  clock?: TestClock;
  onStreamRecord?: (record: DynamoDBRecord) => void;
  /** What Lambdas ask AWS for. */
  onRoleAccess?: (access: RoleAccess) => void;
  mailSender?: string;
  adoptedUserPaths?: string[];
}

export async function openTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const { clock = new TestClock(), onStreamRecord = () => {}, onRoleAccess } = options;
  const { mailSender = "keys@keyturn.example", adoptedUserPaths = [] } = options;
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-cloud-"));
  const dynamo = await openDynamo({ table: tableDefinition(tableName), onStreamRecord });
  const buckets = REGIONS.map((region) => ({ name: bucketOf(region, ACCOUNT_ID), region }));
  const endpoint = await openAwsEndpoint({
    dataDir,
    accountId: ACCOUNT_ID,
    clock: { now: () => Date.parse(clock.now()) },
    buckets,
    buses: [busName, internalBusName],
    dynamo,
    ...(onRoleAccess && { onRoleAccess }),
  });
  await endpoint.putManagedPolicy(
    boundaryArnOf(ACCOUNT_ID),
    boundaryPolicy(buckets.map((bucket) => bucket.name)),
  );
  const server = awsServer(endpoint.handle);
  const url = await listen(server, 0, "no setting");
  const credentials = endpoint.rootCredentials;
  const names = policyNames(REGIONS, ACCOUNT_ID, { mailSender, adoptedUserPaths });
  const sessions = beginLambdaSessions(endpoint, names);
  const environment = {
    ...lambdaEnvironment(REGIONS, ACCOUNT_ID),
    KEYTURN_MAIL_SENDER: mailSender,
    KEYTURN_ADOPTED_USER_PATHS: adoptedUserPaths.join(","),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  return {
    clock,
    settings: settingsFrom(environment),
    environment,
    aws: { region: "us-east-1", endpoint: url, credentials: credentialsOfRunning(sessions, credentials) },
    lambdaCredentials: credentialsOfRunning(sessions),
    root: { awsUrl: url, credentials },
    events: () => endpoint.eventsSince(0, busName).events.map(eventOf),
    mail: endpoint.mails,
    requests: () => endpoint.eventsSince(0, internalBusName).events,
    lambdaPolicies: lambdaPolicies(names),
    changePolicy: (lambda, policy) => endpoint.putRole(lambda, [policy]),
    async close() {
      await closeServer(server);
      await endpoint.close();
      await dynamo.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function eventOf(envelope: EventEnvelope): KeyturnEvent {
  return { type: envelope["detail-type"], ...envelope.detail } as unknown as KeyturnEvent;
}
