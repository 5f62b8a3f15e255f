import { FIND_DRIFT, NOTIFY_DEPENDENTS, SWEEP_SHARD } from "../functions/subscriptions.ts";
import { table as keys } from "../functions/table.ts";
import type { Buses } from "./bus.ts";
import { type Grant, named } from "./lambda.ts";
import { sendMail } from "./mail-grants.ts";
import { endPairs, keepPairs, onSecrets } from "./secret-grants.ts";
import type { ManagedBucket } from "./storage.ts";
import { keepJournal, NOTICES, never, readStream, within } from "./table-grants.ts";
import {
  countUsers,
  endingKeys,
  endUsers,
  listUsers,
  lookAtAdopted,
  lookForUsers,
  makeUsers,
  onKeys,
} from "./user-grants.ts";

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
  const endKeys = [onKeys(granted, ...endingKeys), lookForUsers()];
  return {
    open: [],
    read: [items("GetItem", "BatchGetItem", "Query"), query("journal")],
    write: [items("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"), notTheJournal],
    keys: [items("GetItem", "UpdateItem"), notTheJournal, ...endKeys, onKeys(granted, "CreateAccessKey")],
    pairs: [
      items("GetItem", "UpdateItem"),
      notTheJournal,
      ...endKeys,
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
      lookForUsers(),
      ...makeUsers(granted),
      countUsers,
    ],
    deprovision: [
      items("GetItem", "BatchGetItem", "PutItem", "UpdateItem"),
      notTheJournal,
      ...endKeys,
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
      ...endKeys,
      endUsers(),
      ...makeUsers(granted),
      onSecrets(...endPairs, "GetSecretValue"),
    ],
    findDrift: [
      ...[items("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query"), notTheJournal, query("agenda")],
      ask(FIND_DRIFT),
      lookForUsers(),
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
