import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBRecord, EventBridgeEvent } from "aws-lambda";
import { DAY_MS, MINUTE_MS } from "../../core/clock.ts";
import { SHARDS } from "../../core/record/shards.ts";
import {
  daily,
  eventPattern,
  type Subscription,
  SWEEP_SHARD,
  schedule,
  stream,
  subscriptions,
} from "../../functions/subscriptions.ts";
import type { EventEnvelope } from "../aws/aws-endpoint.ts";
import { subscribers, workers } from "./lambdas.ts";
import { busName } from "./resources.ts";

/** Everything that runs without a request: the stream, the buses and the schedule, and what of it is under way. */
export class Background {
  readonly #running = new Set<Promise<unknown>>();
  /** The last delivery of each item: a stream hands an item's records over one after the other. */
  readonly #streams = new Map<string, Promise<unknown>>();
  readonly #external: boolean;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  readonly #now: () => number;
  #comparedAt = Number.NEGATIVE_INFINITY;

  /**
   * In an external cloud nobody brings events back, so that the shards are swept directly, and a comparison ends where its
   * first pass has no more time. `now` says when a day has gone by.
   */
  constructor(external: boolean, now: () => number) {
    this.#external = external;
    this.#now = now;
  }

  /** The stream's filter and tries are those of functions/subscriptions.ts. */
  onStreamRecord(record: DynamoDBRecord): void {
    if (!passes(stream.filter, record)) return;
    const item = JSON.stringify(record.dynamodb?.Keys);
    const before = this.#streams.get(item);
    const delivery = this.#run(async () => {
      await before;
      for (let attempt = 0; attempt < stream.tries; attempt++) {
        const { batchItemFailures } = await workers.relayOutbox({ Records: [record] });
        if (batchItemFailures.length === 0) return;
      }
    });
    this.#streams.set(item, delivery);
    delivery.finally(() => this.#streams.get(item) === delivery && this.#streams.delete(item));
  }

  /** The rules are those of functions/subscriptions.ts. Done when no subscriber will be woken again. */
  async onEvent(event: EventEnvelope & { busName: string }): Promise<void> {
    const bus = event.busName === busName ? "keyturn" : "internal";
    const woken = Object.entries<Subscription>(subscriptions).map(async ([name, { to, retries }]) => {
      if (!to.some((one) => one.bus === bus && passes(eventPattern(one), event))) return;
      const subscriber = subscribers[name as keyof typeof subscribers];
      await this.#wake(() => subscriber(event as unknown as EventBridgeEvent<string, unknown>), retries);
    });
    await Promise.all(woken);
  }

  /** Again after one minute, and after two more, as Lambda does; nobody waits for that. */
  async #wake(work: () => Promise<unknown>, retries: number): Promise<void> {
    for (let tries = 1; !(await this.#run(work)) && tries <= retries; tries++) {
      await sleep(tries * MINUTE_MS, undefined, { ref: false });
      if (this.#closed) await new Promise(() => {}); // never done: the next process goes on
    }
  }

  startSchedule(): void {
    this.#timer = setInterval(() => this.#run(() => this.#sweepOnce()), schedule.everyMinutes * MINUTE_MS);
  }

  /** Runs the schedule now and waits until nothing is under way any more. */
  async sweep(): Promise<void> {
    await this.#sweepOnce();
    await this.quiet();
  }

  async quiet(): Promise<void> {
    do {
      await Promise.all(this.#running);
      await new Promise((resolve) => setTimeout(resolve, 20)); // a change's stream record follows its answer
    } while (this.#running.size > 0);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closed = true;
    await Promise.all(this.#running);
  }

  async #sweepOnce(): Promise<void> {
    await workers.startSweep(undefined);
    await this.#compareDaily();
    if (!this.#external) return;
    for (let shard = 0; shard < SHARDS; shard++) {
      const event = { "detail-type": SWEEP_SHARD, detail: { shard } };
      await subscribers.sweepShard(event as EventBridgeEvent<string, unknown>);
    }
  }

  async #compareDaily(): Promise<void> {
    if (this.#now() < this.#comparedAt + daily.everyDays * DAY_MS) return;
    this.#comparedAt = this.#now();
    await this.#run(() => subscribers.findDrift({}));
  }

  /** Whether it was done. A worker that throws has logged it; the schedule comes again. */
  #run(work: () => Promise<unknown>): Promise<boolean> {
    const running = work()
      .then(
        () => true,
        () => false,
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }
}

type Wanted = string | { readonly exists: boolean };

interface Filter {
  readonly [name: string]: Filter | readonly Wanted[];
}

/** Whether everything is as it must be, there or absent; a filter that asks for more does not compile. */
function passes(filter: Filter[string], value: unknown): boolean {
  if (isList(filter)) return filter.some((wanted) => isMet(wanted, value));
  const parts = (value ?? {}) as Record<string, unknown>;
  return Object.entries(filter).every(([name, part]) => passes(part, parts[name]));
}

function isMet(wanted: Wanted, value: unknown): boolean {
  return typeof wanted === "string" ? value === wanted : (value !== undefined) === wanted.exists;
}

function isList(filter: Filter[string]): filter is readonly Wanted[] {
  return Array.isArray(filter);
}
