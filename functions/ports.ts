import type { AdoptionPorts } from "../core/adoption/examine-row.ts";
import type { Clock } from "../core/clock.ts";
import { type DriftPace, type DriftPorts, driftPace } from "../core/drift/drift-ports.ts";
import type { DriftRequests } from "../core/drift/find-drift.ts";
import type { UnmanagedUsers } from "../core/drift/unmanaged-user.ts";
import type { Journal } from "../core/journal/journal.ts";
import type { RelayPorts } from "../core/journal/relay-outbox.ts";
import type { NotifyPassPorts } from "../core/notice/notify-pass.ts";
import type {
  Deployment,
  DeprovisionPorts,
  KeyPorts,
  Log,
  PairPorts,
  ProvisionPorts,
  RecordPorts,
  RegionalPorts,
  SweepPorts,
} from "../core/ports.ts";
import type { SweepRequests } from "../core/sweep/agenda.ts";
import { awsPairChecks } from "./adapters/aws-pair-checks.ts";
import { type Cells, MAIN_CELL, type ProvisioningCell, singleCell } from "./adapters/cells.ts";
import { dynamoAgenda } from "./adapters/dynamo-agenda.ts";
import { dynamoClaims } from "./adapters/dynamo-claims.ts";
import type { DynamoTable } from "./adapters/dynamo-items.ts";
import { dynamoJournal } from "./adapters/dynamo-journal.ts";
import { dynamoLeftovers, dynamoMails, dynamoNotices } from "./adapters/dynamo-notices.ts";
import { dynamoOutboxes } from "./adapters/dynamo-outboxes.ts";
import {
  dynamoConnections,
  dynamoPipelines,
  dynamoPolicies,
  dynamoServices,
} from "./adapters/dynamo-records.ts";
import { dynamoUnmanagedUsers } from "./adapters/dynamo-unmanaged-users.ts";
import { driftRequests, eventBridgeBus, notifyRequests, sweepRequests } from "./adapters/eventbridge.ts";
import { iamAccessKeys } from "./adapters/iam-access-keys.ts";
import { iamDeprovisioning } from "./adapters/iam-deprovisioning.ts";
import { iamExistingUsers } from "./adapters/iam-existing-users.ts";
import { iamProvisioning } from "./adapters/iam-provisioning.ts";
import { iamUserList } from "./adapters/iam-user-list.ts";
import { secretsManagerPairs } from "./adapters/secrets-manager.ts";
import { sesMail } from "./adapters/ses-mail.ts";
import { systemClock, uuids } from "./adapters/system.ts";
import {
  accessKeysClient,
  bucketClients,
  documentClient,
  eventsClient,
  mailClient,
  pairClients,
  secretsClient,
  usersClient,
} from "./clients.ts";
import { env } from "./env.ts";
import { logger } from "./logger.ts";

// Each Lambda imports the functions that make the ports it may use, and bundles their clients and no other.

let clock: Clock = systemClock;

/** The laptop cloud moves time; a deployment never calls this. */
export function useClock(other: Clock): void {
  clock = other;
}

let pace = driftPace;

/** The laptop's IAM has no rate to keep, and somebody waits there; a deployment never calls this. */
export function usePace(other: DriftPace): void {
  pace = other;
}

const log: Log = {
  info: (message, facts) => logger.info(message, facts),
  warn: (message, facts) => logger.warn(message, facts),
};

const dynamo = once(
  (): DynamoTable => ({ client: documentClient(), tableName: env().tableName, now: () => clock.now() }),
);

const deployment = once((): Deployment => {
  const { preset, buckets, regions, keyOperationsPerMinute } = env();
  const inCell = <Place>(place: Place) => ({ ...place, cellId: MAIN_CELL });
  return { preset, keyOperationsPerMinute, buckets: buckets.map(inCell), regions: regions.map(inCell) };
});

export const recordPorts = once((): RecordPorts & { journal: Journal; unmanagedUsers: UnmanagedUsers } => ({
  clock,
  ids: uuids,
  deployment: deployment(),
  connections: dynamoConnections(dynamo()),
  services: dynamoServices(dynamo()),
  policies: dynamoPolicies(dynamo()),
  pipelines: dynamoPipelines(dynamo()),
  claims: dynamoClaims(dynamo()),
  journal: dynamoJournal(dynamo()),
  unmanagedUsers: dynamoUnmanagedUsers(dynamo()),
  log,
}));

export const keyPorts = once((): KeyPorts => {
  const cells = singleCell({ accountId: env().accountId, iam: accessKeysClient() });
  return { ...recordPorts(), accessKeys: iamAccessKeys(cells, clock) };
});

const secrets = once(() => secretsManagerPairs(secretsClient(), clock));

export const pairPorts = once(
  (): PairPorts => ({
    ...keyPorts(),
    secrets: secrets(),
    pairChecks: awsPairChecks(pairClients(), clock),
  }),
);

export const provisionPorts = once((): ProvisionPorts => {
  const ports = recordPorts();
  const provisioning = iamProvisioning(provisioningCells(), env().boundaryArn, ports.clock);
  return { ...ports, provisioning };
});

export const regionalPorts = once((): RegionalPorts => ({ ...keyPorts(), ...provisionPorts() }));

/** A customer's service is made with its key. */
export const customerServicePorts = once((): ProvisionPorts & PairPorts => ({
  ...provisionPorts(),
  ...pairPorts(),
}));

export const deprovisionPorts = once((): DeprovisionPorts => {
  const cells = singleCell({ accountId: env().accountId, iam: usersClient() });
  return { ...keyPorts(), secrets: secrets(), deprovisioning: iamDeprovisioning(cells) };
});

/** Who adopts users looks at them and at their keys, and changes neither. */
export const adoptionPorts = once((): AdoptionPorts => {
  const cells = singleCell({ accountId: env().accountId, iam: usersClient() });
  return { ...recordPorts(), existingUsers: iamExistingUsers(cells, { deniedIsMissing: true }) };
});

export const relayPorts = once((): RelayPorts & { log: Log } => ({
  clock,
  outboxes: dynamoOutboxes(dynamo()),
  journal: dynamoJournal(dynamo()),
  bus: eventBridgeBus(eventsClient(), env().busName),
  log,
}));

export const sweepPorts = once(
  (): SweepPorts => ({
    ...provisionPorts(),
    ...deprovisionPorts(),
    ...pairPorts(),
    agenda: dynamoAgenda(dynamo()),
    leftovers: dynamoLeftovers(dynamo()),
    notifications: notifyRequests(eventsClient(), env().internalBusName),
  }),
);

export const sweepRequestPorts = once((): { sweeps: SweepRequests } => ({
  sweeps: sweepRequests(eventsClient(), env().internalBusName),
}));

export const driftPorts = once((): DriftPorts & { drifts: DriftRequests } => {
  const { accountId, internalBusName } = env();
  return {
    ...{ clock, log, pace, ids: uuids, deployment: deployment() },
    connections: dynamoConnections(dynamo()),
    agenda: dynamoAgenda(dynamo()),
    unmanagedUsers: dynamoUnmanagedUsers(dynamo()),
    accessKeys: iamAccessKeys(singleCell({ accountId, iam: accessKeysClient() }), clock),
    userList: iamUserList(singleCell({ accountId, iam: usersClient() })),
    drifts: driftRequests(eventsClient(), internalBusName),
  };
});

export const notifyPorts = once((): NotifyPassPorts => {
  const { mailSender, internalBusName } = env();
  return {
    ...{ clock, log, ids: uuids },
    services: dynamoServices(dynamo()),
    pipelines: dynamoPipelines(dynamo()),
    policies: dynamoPolicies(dynamo()),
    notices: dynamoNotices(dynamo()),
    mails: dynamoMails(dynamo()),
    leftovers: dynamoLeftovers(dynamo()),
    mail: mailSender === undefined ? undefined : sesMail(mailClient(), mailSender, clock),
    notifications: notifyRequests(eventsClient(), internalBusName),
  };
});

function provisioningCells(): Cells<ProvisioningCell> {
  return singleCell({ accountId: env().accountId, iam: usersClient(), s3: bucketClients() });
}

/**
 * Makes it when it is first asked for. Without the mark a bundler would keep every call of it, and with that every
 * client, in every Lambda.
 */
/* @__NO_SIDE_EFFECTS__ */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
