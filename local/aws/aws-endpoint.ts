/**
 * A small AWS for one machine: IAM, STS, S3, EventBridge, SES, Secrets Manager and the door to DynamoDB over HTTP, for
 * clients that are told its address as their endpoint URL and otherwise know no difference (AWS SDKs, boto3, the AWS
 * CLI).
 *
 * It does: SigV4 in headers, presigned URLs (also of version 2, boto3's default in the oldest regions) and streamed
 * (aws-chunked) bodies; IAM users with keys, inline policies and permissions boundaries, which are evaluated on every
 * call; sessions of GetSessionToken; objects on disk with ranges, preconditions, checksums, copies, multipart uploads
 * and listings, by path (`/bucket/key`) or by host (`bucket.localhost`); PutEvents into a log; SendEmail (version 2,
 * simple content) into files; secrets with versions and staging labels. A user tagged `laptop:account` is one of that
 * account for STS, so that a stranger can be played. What it acknowledged is on disk and survives `kill -9`.
 *
 * It does not: roles, groups, attached policies, bucket policies, ACLs, owners of buckets, versions and tags of objects
 * (501 NotImplemented; `docs/laptop-cloud.md` says it in full), event rules and targets (the caller has `onEvent`),
 * SigV4A, TLS.
 * Condition operators it does not know count against the caller. Bodies are not encrypted and nothing is fsynced: a
 * power cut may lose the last moments. One process at a time may have the data folder open.
 *
 * Services are told apart by the service in the signature's credential scope. The server in front of `handle` is
 * `awsServer`, and is closed before `close()`.
 */
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openFolder } from "./disk.ts";
import { type DynamoBehind, dynamoDbService } from "./dynamodb/dynamodb-service.ts";
import { type OnEvent, openDeliveries } from "./events/deliveries.ts";
import { type EventEnvelope, openEventLog } from "./events/event-log.ts";
import { eventsService } from "./events/events-service.ts";
import { frontDoor } from "./front-door.ts";
import { permissions, type RoleAccess } from "./iam/authorize.ts";
import { credentialsOf } from "./iam/credentials.ts";
import { iamService } from "./iam/iam-service.ts";
import { openIamStore } from "./iam/iam-store.ts";
import { openBuckets } from "./s3/buckets.ts";
import { s3Service } from "./s3/s3-service.ts";
import { openSecretStore } from "./secretsmanager/secret-store.ts";
import { secretsService } from "./secretsmanager/secrets-service.ts";
import { openMailStore, type StoredMail } from "./ses/mail-store.ts";
import { sesService } from "./ses/ses-service.ts";
import { openRoles, type SessionCredentials } from "./sts/roles.ts";
import { openSessions } from "./sts/sessions.ts";
import { stsService } from "./sts/sts-service.ts";

export type { EventEnvelope } from "./events/event-log.ts";
export type { RoleAccess } from "./iam/authorize.ts";
export type { StoredMail } from "./ses/mail-store.ts";
export type { SessionCredentials } from "./sts/roles.ts";

export interface AwsEndpointOptions {
  /** All state lies below it: `iam/`, `sts/`, `s3/`, `events/`, `mail/`, `secrets/`. */
  dataDir: string;
  accountId?: string;
  /** IAM's clock, ms since epoch. The age of signatures is always judged by the real time. */
  clock: { now(): number };
  buckets: { name: string; region: string }[];
  /** Event buses that exist beside `default`. */
  buses: string[];
  /** Real time until the rest of this cloud sees a change of an access key: AWS's eventual consistency. */
  keyDelayMs?: number;
  /** AWS's quota of users per account. */
  usersMax?: number;
  /** The DynamoDB that requests signed for it are passed on to. */
  dynamo?: DynamoBehind;
  /** Told of what sessions of roles ask for, call by call. */
  onRoleAccess?: (access: RoleAccess) => void;
  /** Called once the event is stored; again after a restart, if the promise it gave was not settled by then. */
  onEvent?: OnEvent;
}

export interface AwsEndpoint {
  handle: RequestListener;
  rootCredentials: { accessKeyId: string; secretAccessKey: string };
  putManagedPolicy(arn: string, document: object): Promise<void>;
  /** A role with these policies; one that is there already has them from now on. */
  putRole(name: string, documents: readonly object[]): void;
  /** As a service begins one that runs as the role, which AWS gives no call for. */
  beginSession(roleName: string, sessionName: string): SessionCredentials;
  eventsSince(n: number, busName?: string): { events: EventEnvelope[]; next: number };
  /** Hands over what an earlier process was not done with. */
  deliverWhatIsLeft(): void;
  /** Every mail that was taken, oldest first. */
  mails(): StoredMail[];
  close(): Promise<void>;
}

/** How long `close` waits for answers under way; a client that has stopped reading is not waited for. */
const CLOSE_MS = 2000;
/** AWS's quota. */
const USERS_MAX = 5000;

export async function openAwsEndpoint(options: AwsEndpointOptions): Promise<AwsEndpoint> {
  const accountId = options.accountId ?? "000000000000";
  const now = () => options.clock.now();
  const folder = openFolder(options.dataDir);
  const store = openIamStore(join(folder, "iam"), options.keyDelayMs ?? 0);
  const sessions = openSessions(join(folder, "sts"), now);
  const log = openEventLog(join(folder, "events"));
  const { onEvent } = options;
  const deliveries = onEvent && openDeliveries(join(folder, "events"), log, onEvent);
  const mails = openMailStore(join(folder, "mail"));
  const buckets = openBuckets(join(folder, "s3"), options.buckets);
  const roles = openRoles(now);
  const credentials = credentialsOf(store, sessions, roles, accountId, now);
  const may = permissions(store, now, options.onRoleAccess);
  const buses = new Set(["default", ...options.buses]);
  const serve = frontDoor({
    credentials,
    iam: iamService({ store, may, accountId, usersMax: options.usersMax ?? USERS_MAX, now }),
    sts: stsService(sessions),
    events: eventsService({ log, may, accountId, buses, now, deliveries }),
    ses: sesService({ mails, may, accountId, now }),
    secrets: secretsService({ store: openSecretStore(join(folder, "secrets")), may, accountId, now }),
    s3: s3Service({ buckets, credentials, may }),
    dynamodb: options.dynamo && dynamoDbService({ behind: options.dynamo, may, accountId }),
  });
  const underWay = new Set<Promise<void>>();

  return {
    rootCredentials: { ...store.rootCredentials },
    handle(incoming, response) {
      const served = serve(incoming, response).finally(() => underWay.delete(served));
      underWay.add(served);
    },
    async putManagedPolicy(arn, document) {
      store.putManagedPolicy(arn, JSON.stringify(document), now());
    },
    putRole: roles.put,
    beginSession: roles.begin,
    eventsSince: (n, busName) => log.since(n, busName),
    deliverWhatIsLeft: () => deliveries?.deliver(),
    mails: mails.all,
    async close() {
      const patience = setTimeout(CLOSE_MS, undefined, { ref: false });
      await Promise.race([Promise.allSettled(underWay), patience]);
      store.lastUsed.flush();
    },
  };
}
