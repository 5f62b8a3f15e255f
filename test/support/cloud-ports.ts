import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../core/clock.ts";
import type { DriftPorts } from "../../core/drift/drift-ports.ts";
import type { DriftRequests } from "../../core/drift/find-drift.ts";
import type { Journal } from "../../core/journal/journal.ts";
import type { RelayPorts } from "../../core/journal/relay-outbox.ts";
import type { Mails } from "../../core/notice/mails.ts";
import type { Notices } from "../../core/notice/notice.ts";
import type { Log, SweepPorts } from "../../core/ports.ts";
import type { Agenda, SweepRequests } from "../../core/sweep/agenda.ts";
import { awsPairChecks } from "../../functions/adapters/aws-pair-checks.ts";
import { MAIN_CELL, singleCell } from "../../functions/adapters/cells.ts";
import { dynamoAgenda } from "../../functions/adapters/dynamo-agenda.ts";
import { dynamoClaims } from "../../functions/adapters/dynamo-claims.ts";
import { dynamoJournal } from "../../functions/adapters/dynamo-journal.ts";
import { dynamoLeftovers, dynamoMails, dynamoNotices } from "../../functions/adapters/dynamo-notices.ts";
import { dynamoOutboxes } from "../../functions/adapters/dynamo-outboxes.ts";
import {
  dynamoConnections,
  dynamoPipelines,
  dynamoPolicies,
  dynamoServices,
} from "../../functions/adapters/dynamo-records.ts";
import { dynamoUnmanagedUsers } from "../../functions/adapters/dynamo-unmanaged-users.ts";
import {
  driftRequests,
  eventBridgeBus,
  notifyRequests,
  sweepRequests,
} from "../../functions/adapters/eventbridge.ts";
import { iamAccessKeys } from "../../functions/adapters/iam-access-keys.ts";
import { iamDeprovisioning } from "../../functions/adapters/iam-deprovisioning.ts";
import { iamProvisioning } from "../../functions/adapters/iam-provisioning.ts";
import { iamUserList } from "../../functions/adapters/iam-user-list.ts";
import { secretsManagerPairs } from "../../functions/adapters/secrets-manager.ts";
import { uuids } from "../../functions/adapters/system.ts";
import {
  accessKeysClient,
  bucketClients,
  documentClient,
  eventsClient,
  pairClients,
  type Reach,
  secretsClient,
  usersClient,
} from "../../functions/clients.ts";
import { impatient } from "./impatient.ts";
import type { TestCloud } from "./test-cloud.ts";

export type AwsService = "dynamodb" | "iam" | "s3" | "events" | "ses" | "secretsmanager" | "pairs";

/** What stands between a client and the wire: given the service, a handler of its requests. */
export type Transport = (service: AwsService) => Pick<Reach, "requestHandler">;

/** The ports of all Lambdas together, over the real adapters. */
export type CloudPorts = SweepPorts &
  RelayPorts &
  DriftPorts & {
    agenda: Agenda;
    journal: Journal;
    notices: Notices;
    mails: Mails;
    sweeps: SweepRequests;
    drifts: DriftRequests;
    documents: DynamoDBDocumentClient;
  };

const silent: Log = { info: () => {}, warn: () => {} };

/** As functions/ports.ts makes them, with clients of their own: what one process would have, in no mood to wait. */
export function cloudPorts(
  cloud: TestCloud,
  transport: Transport = () => ({}),
  clock: Clock = cloud.clock,
): CloudPorts {
  const { settings } = cloud;
  const { accountId, boundaryArn, busName, internalBusName, preset, buckets, regions } = settings;
  const to = (service: AwsService): Reach => ({
    ...cloud.aws,
    ...transport(service),
  });
  const documents = impatient(documentClient(to("dynamodb")));
  const dynamo = { client: documents, tableName: settings.tableName, now: () => clock.now() };
  const events = impatient(eventsClient(to("events")));
  const keyCells = singleCell({ accountId, iam: accessKeysClient(to("iam")) });
  const regional = bucketClients(to("s3"));
  const s3 = (region: string) => impatient(regional(region));
  const userCells = singleCell({ accountId, iam: impatient(usersClient(to("iam"))), s3 });
  return {
    ...{ clock, ids: uuids, log: silent, documents },
    deployment: {
      preset,
      buckets: buckets.map((bucket) => ({ ...bucket, cellId: MAIN_CELL })),
      regions: regions.map((region) => ({ ...region, cellId: MAIN_CELL })),
      keyOperationsPerMinute: settings.keyOperationsPerMinute,
    },
    connections: dynamoConnections(dynamo),
    services: dynamoServices(dynamo),
    policies: dynamoPolicies(dynamo),
    pipelines: dynamoPipelines(dynamo),
    claims: dynamoClaims(dynamo),
    journal: dynamoJournal(dynamo),
    outboxes: dynamoOutboxes(dynamo),
    notices: dynamoNotices(dynamo),
    mails: dynamoMails(dynamo),
    leftovers: dynamoLeftovers(dynamo),
    notifications: notifyRequests(events, internalBusName),
    agenda: dynamoAgenda(dynamo),
    accessKeys: iamAccessKeys(keyCells, clock),
    provisioning: iamProvisioning(userCells, boundaryArn, clock),
    deprovisioning: iamDeprovisioning(userCells),
    secrets: secretsManagerPairs(impatient(secretsClient(to("secretsmanager"))), clock),
    pairChecks: awsPairChecks(pairClients(withoutCredentials(to("pairs"))), clock),
    bus: eventBridgeBus(events, busName),
    sweeps: sweepRequests(events, internalBusName),
    drifts: driftRequests(events, internalBusName),
    unmanagedUsers: dynamoUnmanagedUsers(dynamo),
    userList: iamUserList(userCells),
    pace: { pauseMs: 0, lookAgainMs: 0 },
  };
}

/** These clients sign with customers' pairs, and with nothing else. */
function withoutCredentials({ credentials: _, ...reach }: Reach): Omit<Reach, "credentials"> {
  return reach;
}
