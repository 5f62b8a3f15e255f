import { mkdirSync } from "node:fs";
import type { RequestListener } from "node:http";
import type { DynamoDBRecord } from "aws-lambda";
import { tellOfDisk } from "../disk-fault.ts";
import { AtomicStore, type RequestEffects } from "./atomic-store.ts";
import { callDynalite, type DynaliteRequest, type DynaliteResponse } from "./call-dynalite.ts";
import { ChangeStream } from "./change-stream.ts";
import { withFailedItem } from "./condition-failure.ts";
import { correctDynalite } from "./corrections.ts";
import { OneLog } from "./one-log.ts";
import { createStore, openStore } from "./open-store.ts";
import { ensureTable, type TableDefinition } from "./table.ts";

export type { TableDefinition } from "./table.ts";

export interface DynamoOptions {
  /** The folder the data lies in; in memory without it. */
  path?: string | undefined;
  /** Created unless it is there. */
  table: TableDefinition;
  /** Told of every change of the table's items, after the request that made it was answered. */
  onStreamRecord?: (record: DynamoDBRecord) => void;
}

/** What dynalite answers, and what is to be called once the caller has it: the stream then tells what was changed. */
interface Performed {
  answer: DynaliteResponse;
  sent(): void;
}

export interface LocalDynamo {
  /** Does a request as it came over the wire. Whether somebody may ask for it is the caller's to judge. */
  perform(request: DynaliteRequest): Promise<Performed>;
  /** The attribute that says in which partition an item of the table lies, or of one of its indexes. */
  partitionKeyOf(tableName: string, indexName?: string): string | undefined;
  /** Ends what is under way, then closes the store. */
  close(): Promise<void>;
}

/**
 * A DynamoDB with one table, on no port of its own. What it has acknowledged survives `kill -9` (LevelDB hands every write
 * to the operating system; a power cut may cost the last of them). Throws when another process has `path` open.
 */
export async function openDynamo({ path, table, onStreamRecord }: DynamoOptions): Promise<LocalDynamo> {
  correctDynalite();
  if (path !== undefined) mkdirSync(path, { recursive: true, mode: 0o700 });
  const { store, listener } = createStore(path);
  await openStore(store, path);
  const log = path === undefined ? undefined : new OneLog(store.db, path);
  const atomic = new AtomicStore(store);
  try {
    await ensureTable(listener, store.tableDb, table);
  } catch (error) {
    await store.db.close();
    throw error;
  }
  const stream = new ChangeStream({
    table: table.TableName ?? "",
    keyNames: (table.KeySchema ?? []).map(({ AttributeName }) => AttributeName ?? ""),
    deliver: onStreamRecord ?? (() => {}),
  });

  const underWay = new Set<Promise<unknown>>();
  const awaited = <Result>(started: Promise<Result>): Promise<Result> => {
    const work = started.finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  };
  const front = { listener, atomic, stream };
  let mending: Promise<void> | undefined;
  /** Once nobody is at the store; whoever comes meanwhile waits. */
  const mend = (failed: OneLog): Promise<void> => {
    const work = async () => {
      await Promise.allSettled(underWay);
      await failed.reopen();
    };
    mending ??= work()
      .catch(tellOfDisk) // the next request tries again
      .finally(() => {
        mending = undefined;
      });
    return mending;
  };
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all([...underWay, mending]);
    await store.db.close();
  };
  return {
    async perform(request) {
      if (log?.hasFailed) await mend(log);
      while (mending) await mending; // begun by another while this one was being woken
      if (log?.isOpen === false) return { answer: FAILED, sent: () => {} };
      return awaited(perform(front, request));
    },
    partitionKeyOf: (tableName, indexName) => partitionKeyOf(table, tableName, indexName),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

interface Front {
  listener: RequestListener;
  atomic: AtomicStore;
  stream: ChangeStream;
}

/** Passes a request to dynalite, and with its answer what releases the stream records of what it changed. */
async function perform({ listener, atomic, stream }: Front, request: DynaliteRequest): Promise<Performed> {
  const releases: (() => void)[] = [];
  const effects: RequestEffects = { onChange: (change) => releases.push(stream.append(change)) };
  const sent = () => {
    for (const release of releases) release();
  };
  try {
    const answer = await atomic.run(effects, () => callDynalite(listener, request));
    return { answer: withFailedItem(answer, request.body, effects.found), sent };
  } catch {
    return { answer: FAILED, sent };
  }
}

const FAILED: DynaliteResponse = {
  statusCode: 500,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"It failed."}',
};

function partitionKeyOf(table: TableDefinition, tableName: string, indexName?: string): string | undefined {
  if (tableName !== table.TableName) return undefined;
  const index = table.GlobalSecondaryIndexes?.find((one) => one.IndexName === indexName);
  const { KeySchema } = indexName === undefined ? table : (index ?? {});
  return KeySchema?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
}
