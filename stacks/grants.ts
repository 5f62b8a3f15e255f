import { FIND_DRIFT, NOTIFY_DEPENDENTS, SWEEP_SHARD } from "../functions/subscriptions.ts";
import { table as keys } from "../functions/table.ts";
import type { Buses } from "./bus.ts";
import type { Grant } from "./lambda.ts";
import type { ManagedBucket } from "./storage.ts";

export interface Granted {
  table: sst.aws.Dynamo;
  buses: Buses;
  storage: ManagedBucket[];
  boundary: aws.iam.Policy;
  /** Who mail comes from; undefined: nobody is mailed. */
  mailSender: string | undefined;
  /** IAM paths of users whose keys are managed but who were not made by Keyturn. */
  adoptedUserPaths: string[];
}

/**
 * What each Lambda may do, call by call: exactly what its code calls. CreateAccessKey is for the two that answer with the
 * key, `keys` and `regional`; whatever finishes another's work only ever takes keys away.
 */
export function grantsFor(granted: Granted) {
  const { table, buses } = granted;
  const items = (...calls: string[]): Grant => ({
    actions: named("dynamodb", calls),
    resources: [table.arn],
  });
  const query = (index: keyof typeof keys.indexes): Grant => ({
    actions: ["dynamodb:Query"],
    resources: [$interpolate`${table.arn}/index/${keys.indexes[index].name}`],
  });
  const speak = (bus: sst.aws.Bus): Grant => ({ actions: ["events:PutEvents"], resources: [bus.arn] });
  const ask = (...detailTypes: string[]): Grant => ({
    ...speak(buses.internal),
    conditions: [{ test: "StringEquals", variable: "events:detail-type", values: detailTypes }],
  });
  const relay = [items("GetItem", "UpdateItem"), ...keepJournal(table), speak(buses.keyturn)];
  const notTheJournal = never(table, "PutItem", "UpdateItem", "DeleteItem");
  const endKeys = onKeys(granted, ...endingKeys);
  return {
    open: [],
    read: [items("GetItem", "BatchGetItem", "Query"), query("journal")],
    write: [items("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"), notTheJournal],
    keys: [items("GetItem", "UpdateItem"), notTheJournal, endKeys, onKeys(granted, "CreateAccessKey")],
    pairs: [
      items("GetItem", "UpdateItem"),
      notTheJournal,
      endKeys,
      onSecrets(...keepPairs, ...endPairs, "GetSecretValue"),
    ],
    provision: [
      items("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query"),
      notTheJournal,
      ...makeUsers(granted),
      countUsers,
      onSecrets(...keepPairs),
    ],
    // A region's user is always of Keyturn's making: nothing here is about adopted ones.
    regional: [
      items("GetItem", "PutItem", "UpdateItem"),
      notTheJournal,
      onKeys({ ...granted, adoptedUserPaths: [] }, "CreateAccessKey", ...endingKeys),
      ...makeUsers(granted),
      countUsers,
    ],
    deprovision: [
      items("GetItem", "BatchGetItem", "PutItem", "UpdateItem"),
      notTheJournal,
      endKeys,
      endUsers(),
      onSecrets(...endPairs),
    ],
    adopt: [
      items("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query"),
      notTheJournal,
      ...lookAtAdopted(granted),
    ],
    relayOutbox: [...relay, readStream(table)],
    startSweep: [...relay, items("BatchGetItem"), query("outbox"), ask(SWEEP_SHARD)],
    sweepShard: [
      items("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
      notTheJournal,
      query("agenda"),
      ask(SWEEP_SHARD, NOTIFY_DEPENDENTS),
      endKeys,
      endUsers(),
      ...makeUsers(granted),
      onSecrets(...endPairs, "GetSecretValue"),
    ],
    findDrift: [
      ...[items("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query"), notTheJournal, query("agenda")],
      ask(FIND_DRIFT),
      onKeys(granted, "ListAccessKeys"),
      listUsers,
    ],
    notifyDependents: [
      items("GetItem", "BatchGetItem"),
      within(NOTICES, items("PutItem", "UpdateItem")),
      ask(NOTIFY_DEPENDENTS),
      ...sendMail(granted),
    ],
  } satisfies Record<string, Grant[]>;
}

/** What ends keys, and what has to be known before. */
const endingKeys = ["ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed"];

function named(service: string, calls: string[]): string[] {
  return calls.map((call) => `${service}:${call}`);
}

/** Partitions of the journal, which have a second part; those of the records have none (functions/adapters/item-keys.ts). */
const JOURNAL = "ORG#*#*";

/** Partitions of what dependents are told: whoever mails what others have named writes nothing else. */
const NOTICES = "NOTICES#*";

/** In these partitions alone. */
function within(partitions: string, grant: Grant): Grant {
  const inside = { test: "ForAllValues:StringLike", variable: "dynamodb:LeadingKeys", values: [partitions] };
  return { ...grant, conditions: [inside] };
}

/** The relay alone writes history, and not even the relay rewrites it. */
function keepJournal(table: sst.aws.Dynamo): Grant[] {
  return [
    within(JOURNAL, { actions: ["dynamodb:PutItem"], resources: [table.arn] }),
    never(table, "UpdateItem", "DeleteItem"),
  ];
}

function never(table: sst.aws.Dynamo, ...calls: string[]): Grant {
  const inJournal = { test: "ForAnyValue:StringLike", variable: "dynamodb:LeadingKeys", values: [JOURNAL] };
  return {
    effect: "deny",
    actions: named("dynamodb", calls),
    resources: [table.arn],
    conditions: [inJournal],
  };
}

const ownUsers = () => usersUnder("/keyturn/");

function usersUnder(path: string): $util.Output<string> {
  const { accountId } = aws.getCallerIdentityOutput();
  return $interpolate`arn:aws:iam::${accountId}:user${path}*`;
}

function onKeys({ adoptedUserPaths }: Granted, ...calls: string[]): Grant {
  return { actions: named("iam", calls), resources: [ownUsers(), ...adoptedUserPaths.map(usersUnder)] };
}

/** Those that others made, and their keys: to look at, and nothing else. */
function lookAtAdopted({ adoptedUserPaths }: Granted): Grant[] {
  if (adoptedUserPaths.length === 0) return [];
  return [
    {
      actions: ["iam:GetUser", "iam:ListAccessKeys"],
      resources: adoptedUserPaths.map(usersUnder),
    },
  ];
}

/** To take in a customer's pair. It is read nowhere here. */
const keepPairs = ["CreateSecret", "PutSecretValue", "UpdateSecretVersionStage", "DescribeSecret"];
/** To let one go, and to go on with what another began. */
const endPairs = ["DeleteSecret", "UpdateSecretVersionStage", "DescribeSecret"];

/** Customers' pairs, and no other secret of the account. */
function onSecrets(...calls: string[]): Grant {
  const { accountId } = aws.getCallerIdentityOutput();
  const { region } = aws.getRegionOutput();
  return {
    actions: named("secretsmanager", [...new Set(calls)]),
    resources: [$interpolate`arn:aws:secretsmanager:${region}:${accountId}:secret:keyturn/*`],
  };
}

/** A user is made under Keyturn's path and inside the boundary, or not at all. */
function makeUsers({ boundary, storage }: Granted): Grant[] {
  const insideBoundary = [
    { test: "StringEquals", variable: "iam:PermissionsBoundary", values: [boundary.arn] },
  ];
  return [
    { actions: ["iam:CreateUser", "iam:PutUserPolicy"], resources: [ownUsers()], conditions: insideBoundary },
    { actions: ["iam:TagUser"], resources: [ownUsers()], conditions: ownTags },
    { actions: ["iam:GetUser"], resources: [ownUsers()] },
    // A folder's marker is an object whose name ends in a slash; there is no right to write any other.
    { actions: ["s3:PutObject"], resources: storage.map(({ arn }) => $interpolate`${arn}/*/`) },
  ];
}

/** Those that say whose a new user is. */
const ownTags = [
  {
    test: "ForAllValues:StringEquals",
    variable: "aws:TagKeys",
    values: ["keyturn:org", "keyturn:connection"],
  },
];

/** It knows no resources: AWS takes no other than the wildcard. */
const countUsers: Grant = { actions: ["iam:GetAccountSummary"], resources: ["*"] };

/** Neither does this: names and paths of the account's users, and nothing of what they may do. */
const listUsers: Grant = { actions: ["iam:ListUsers"], resources: ["*"] };

function endUsers(): Grant {
  return { actions: ["iam:DeleteUserPolicy", "iam:DeleteUser"], resources: [ownUsers()] };
}

/**
 * As the configured sender alone. The identity may be its address or its domain; SES also asks for the identity's
 * configuration set if it has one, and in its sandbox for the recipient's identity.
 */
function sendMail({ mailSender }: Granted): Grant[] {
  if (mailSender === undefined) return [];
  const { accountId } = aws.getCallerIdentityOutput();
  const { region } = aws.getRegionOutput();
  const own = (kind: string) => $interpolate`arn:aws:ses:${region}:${accountId}:${kind}/*`;
  return [
    {
      actions: ["ses:SendEmail"],
      resources: [own("identity"), own("configuration-set")],
      conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [mailSender] }],
    },
  ];
}

function readStream(table: sst.aws.Dynamo): Grant {
  const calls = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
  return {
    actions: named("dynamodb", calls),
    resources: [table.nodes.table.apply((made) => made.streamArn)],
  };
}
