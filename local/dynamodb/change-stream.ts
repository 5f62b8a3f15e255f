import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { DynamoDBRecord } from "aws-lambda";
import type { Item } from "dynalite/db/index.js";
import type { ItemChange } from "./atomic-store.ts";

interface Pending {
  record: DynamoDBRecord;
  /** Its request has been answered. */
  released: boolean;
}

export interface ChangeStreamOptions {
  table: string;
  keyNames: string[];
  deliver(record: DynamoDBRecord): void;
}

/**
 * DynamoDB Streams with the view NEW_IMAGE, for one table. A record is delivered once the request that made the change
 * has been answered, and those of one item in the order in which they were committed. A write that changes nothing makes
 * no record. Records are not kept: those undelivered when the process dies are lost (Keyturn's outbox pass finds them).
 */
export class ChangeStream {
  readonly #options: ChangeStreamOptions;
  readonly #queues = new Map<string, Pending[]>();
  #sequence = BigInt(Date.now()) * 1_000_000n;

  constructor(options: ChangeStreamOptions) {
    this.#options = options;
  }

  /** Takes note of a change; call what is returned when the request has been answered. */
  append(change: ItemChange): () => void {
    const record = change.table === this.#options.table ? this.#record(change) : undefined;
    if (!record) return () => {};
    const pending = { record, released: false };
    const queue = this.#queues.get(change.itemKey) ?? [];
    this.#queues.set(change.itemKey, queue);
    queue.push(pending);
    return () => {
      pending.released = true;
      this.#drain(change.itemKey, queue);
    };
  }

  #drain(itemKey: string, queue: Pending[]): void {
    while (queue[0]?.released) {
      const { record } = queue.shift() as Pending;
      try {
        this.#options.deliver(record);
      } catch {
        // A consumer that fails has no part in the write, which is done and acknowledged.
      }
    }
    if (queue.length === 0 && this.#queues.get(itemKey) === queue) this.#queues.delete(itemKey);
  }

  #record({ before, after }: ItemChange): DynamoDBRecord | undefined {
    const oldImage = copy(before);
    const newImage = copy(after);
    const item = newImage ?? oldImage;
    if (!item || isDeepStrictEqual(oldImage, newImage)) return undefined;
    this.#sequence += 1n;
    return {
      eventID: randomUUID().replaceAll("-", ""),
      eventName: oldImage ? (newImage ? "MODIFY" : "REMOVE") : "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
        Keys: Object.fromEntries(this.#options.keyNames.map((name) => [name, item[name]])) as Item,
        ...(newImage && { NewImage: newImage }),
        SequenceNumber: String(this.#sequence).padStart(21, "0"),
        StreamViewType: "NEW_IMAGE",
      },
    };
  }
}

/** What would come over the wire: nobody else may hold the objects of the store. */
function copy(item: Item | undefined): Item | undefined {
  return item && JSON.parse(JSON.stringify(item));
}
