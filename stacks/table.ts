import type { DeploySettings } from "../functions/settings.ts";
import { stream } from "../functions/subscriptions.ts";
import { table as keys } from "../functions/table.ts";
import { nameOf } from "./names.ts";
import type { Worker } from "./worker.ts";

/** The table of functions/table.ts, or the one that was restored in its place. */
export function makeTable({ KEYTURN_RESTORED_TABLE: restored }: DeploySettings): sst.aws.Dynamo {
  if (restored) return sst.aws.Dynamo.get("RestoredTable", restored);
  const indexes = Object.values(keys.indexes);
  const keyNames = [keys, ...indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  return new sst.aws.Dynamo("Table", {
    fields: Object.fromEntries(keyNames.map((name) => [name, "string"])),
    primaryIndex: { hashKey: keys.partitionKey, rangeKey: keys.sortKey },
    globalIndexes: Object.fromEntries(
      indexes.map(({ name, partitionKey, sortKey, projection }) => [
        name,
        {
          hashKey: partitionKey,
          rangeKey: sortKey,
          projection: projection === "keys" ? "keys-only" : projection === "all" ? "all" : [...projection],
        },
      ]),
    ),
    stream: "new-image",
    ttl: keys.timeToLive,
    deletionProtection: $app.protect === true,
    transform: { table: { name: nameOf() } },
  });
}

/**
 * The stream to the relay. A batch that fails is halved and tried again a few times; what still fails is noted in
 * the queue, and delivered by the schedule's next pass over the outbox index.
 */
export function followStream(
  { KEYTURN_PAUSED: paused }: DeploySettings,
  table: sst.aws.Dynamo,
  { fn, failures }: Worker,
): void {
  table.subscribe("Relay", fn.arn, {
    filters: [stream.filter],
    transform: {
      eventSourceMapping: {
        enabled: !paused,
        batchSize: stream.batchSize,
        // Records of the same item stay in order: Lambda never has two batches at once that hold the same.
        parallelizationFactor: stream.batchesAtOnce,
        bisectBatchOnFunctionError: true,
        functionResponseTypes: ["ReportBatchItemFailures"],
        maximumRetryAttempts: stream.tries - 1,
        // An older record has been delivered by the schedule's pass.
        maximumRecordAgeInSeconds: 3_600,
        destinationConfig: { onFailure: { destinationArn: failures.arn } },
      },
    },
  });
}
