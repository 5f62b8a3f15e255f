import { MINUTE_MS, plus, SECOND_MS } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import type { ConcerningEvent } from "../../core/notice/concerning.ts";
import type { Mail, Message } from "../../core/notice/mail.ts";
import { type NotifyPassPorts, notifyPass } from "../../core/notice/notify-pass.ts";
import type { Progress } from "../../core/notice/progress.ts";
import type { SweepPorts } from "../../core/ports.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { sweepShard } from "../../core/sweep/sweep-shard.ts";
import { MemoryItems } from "../../core/testing/memory-items.ts";
import { memoryWorld } from "../../core/testing/memory-ports.ts";
import { type MemoryRecords, memoryRecords } from "../../core/testing/memory-records.ts";
import { Random } from "./random.ts";
import { Scheduler } from "./scheduler.ts";

const TABLE_MS = 5;
const SES_MS = 60;
const BUS_MS = 300;
/** As functions/subscriptions.ts has it; Lambda waits one minute, and then two. */
const RETRIES = 2;

/** What can go wrong in SES. */
interface Ses {
  mailsPerSecond: number;
  /** How many of a hundred replies are lost, of mails that went out. */
  lostReplies?: number;
}

/** Any number of invocations of notify-dependents at once, in virtual time, with the sweep each minute. */
export class TellingWorld {
  readonly scheduler = new Scheduler();
  readonly items = new MemoryItems();
  /** At once, for what the test itself does. */
  readonly calm = memoryRecords(this.items);
  /** How often each mail went out, by event and address. */
  readonly sent = new Map<string, number>();
  /** Mails that went out while SES's reply was lost. */
  readonly lost = new Set<string>();
  invocations = 0;
  runningMax = 0;
  /** Events that Lambda gave up on. */
  readonly dead: ConcerningEvent[] = [];
  readonly ports: NotifyPassPorts & SweepPorts & MemoryRecords;
  readonly #random = new Random(7);
  readonly #ses: Ses;
  #running = 0;
  #underWay = 0;
  #recent: number[] = [];

  constructor(ses: Ses) {
    this.#ses = ses;
    const slow = Object.entries(this.calm).map(([name, port]) => [name, this.#slow(port)]);
    this.ports = {
      ...memoryWorld().ports,
      ...(Object.fromEntries(slow) as typeof this.calm),
      clock: this.scheduler,
      mail: undefined,
      notifications: {
        request: async (event, from) => {
          await this.scheduler.sleep(TABLE_MS);
          this.deliver(event, from);
        },
      },
    };
  }

  /** EventBridge hands it to Lambda. */
  deliver(event: ConcerningEvent, from: Progress = {}): void {
    this.#underWay += 1;
    this.scheduler.after(BUS_MS, () => this.#invoke(event, from, 0));
  }

  /** Until nobody is at it and nothing is left. */
  async run(): Promise<void> {
    const sweep = () => {
      this.#sweep();
      if (!this.#isOver()) this.scheduler.after(MINUTE_MS, sweep);
    };
    this.scheduler.after(MINUTE_MS, sweep);
    await this.scheduler.run(() => this.#isOver());
  }

  #isOver(): boolean {
    return this.#underWay === 0 && !this.items.keys().some(({ sk }) => sk.startsWith("LEFTOVER#"));
  }

  async #invoke(event: ConcerningEvent, from: Progress, retry: number): Promise<void> {
    this.invocations += 1;
    this.#running += 1;
    this.runningMax = Math.max(this.runningMax, this.#running);
    try {
      const until = plus(this.scheduler.now(), 12 * SECOND_MS);
      await notifyPass({ ...this.ports, mail: this.#mailOf(event) }, event, from, until);
      this.#underWay -= 1;
    } catch {
      if (retry < RETRIES) {
        this.scheduler.after((retry + 1) * MINUTE_MS, () => this.#invoke(event, from, retry + 1));
      } else {
        this.#underWay -= 1;
        this.dead.push(event);
      }
    }
    this.#running -= 1;
  }

  #sweep(): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      this.#underWay += 1;
      const until = plus(this.scheduler.now(), MINUTE_MS);
      sweepShard(this.ports, { shard }, until).finally(() => {
        this.#underWay -= 1;
      });
    }
  }

  #mailOf({ metadata }: ConcerningEvent): Mail {
    return {
      send: async ({ to }: Message) => {
        await this.scheduler.sleep(SES_MS);
        const now = this.scheduler.nowMs;
        this.#recent = this.#recent.filter((at) => at > now - SECOND_MS);
        if (this.#recent.length >= this.#ses.mailsPerSecond) throw new CallFailed("SendEmail", "throttled");
        this.#recent.push(now);
        const mail = `${metadata.eventId} ${to}`;
        this.sent.set(mail, (this.sent.get(mail) ?? 0) + 1);
        if (this.#random.chance((this.#ses.lostReplies ?? 0) / 100)) {
          this.lost.add(mail);
          throw new CallFailed("SendEmail", "unknown");
        }
        return "sent";
      },
    };
  }

  #slow<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          await this.scheduler.sleep(TABLE_MS);
          const answer = await method.apply(target, args);
          await this.scheduler.sleep(TABLE_MS);
          return answer;
        };
      },
    });
  }
}
