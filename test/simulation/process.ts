import { type Clock, type Instant, plus } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import type { Bus } from "../../core/journal/bus.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import type { Fate, Faults } from "./faults.ts";
import type { Scheduler } from "./scheduler.ts";
import { stepOf } from "./step.ts";
import type { Trace } from "./trace.ts";

interface Sent {
  name: string;
  call: () => Promise<unknown>;
  fate: Fate;
  /** The instant at which the client aborts the call, if it does. */
  untilMs: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

interface Surroundings {
  scheduler: Scheduler;
  faults: Faults;
  trace: Trace;
  /** How far its clock is ahead. */
  skewMs: number;
}

/** Ports whose calls are aborted at the instant that is their last argument. */
const ABORTED = ["accessKeys.", "secrets.", "pairChecks."];

/** One invocation of a function: it calls ports, and can die or fall asleep at each of these calls. */
export class Process {
  readonly name: string;
  readonly died: Promise<"died">;
  readonly clock: Clock;
  readonly #kind: string;
  readonly #around: Surroundings;
  readonly #calls = new Map<string, number>();
  #die: (value: "died") => void = () => undefined;

  /** `kind`: what it does, as coverage tells of it. */
  constructor(name: string, kind: string, around: Surroundings) {
    this.name = name;
    this.#kind = kind;
    this.#around = around;
    const { scheduler, skewMs } = around;
    this.clock = {
      now: (): Instant => plus(scheduler.now(), skewMs),
      sleep: (milliseconds) => scheduler.sleep(milliseconds),
    };
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  /** The same ports, with every call of every method in the hands of chance. */
  interpose<Ports extends object>(ports: Ports, names: readonly (keyof Ports & string)[]): Ports {
    const interposed = names.map((name) => [name, this.#interposePort(name, ports[name] as object)]);
    return { ...ports, ...Object.fromEntries(interposed), clock: this.clock };
  }

  #interposePort(name: string, port: object): object {
    return new Proxy(port, {
      get: (target, method) => {
        const value = Reflect.get(target, method) as unknown;
        if (typeof value !== "function" || typeof method !== "string") return value;
        return (...args: unknown[]) => {
          return this.#send(`${name}.${method}`, args, () => value.apply(target, args));
        };
      },
    });
  }

  #send(name: string, args: unknown[], call: () => Promise<unknown>): Promise<unknown> {
    const { faults, trace, skewMs } = this.#around;
    const count = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, count);
    const place = `${this.name}:${name}#${count}`;
    const fate = faults.fateOf(place, name, stepOf(this.#kind, name, args));
    const isAborted = ABORTED.some((port) => name.startsWith(port));
    const untilMs = isAborted ? Date.parse(args.at(-1) as string) - skewMs : Number.POSITIVE_INFINITY;
    trace(() => `${place}${fate.fault === "none" ? "" : ` ~ ${fate.fault} `}(${describe(args)})`);
    const partly = fate.fault === "partly_failed" ? () => publishPartly(args, call, fate) : call;
    return new Promise((resolve, reject) => {
      this.#perform({ name, call: partly, fate, untilMs, resolve, reject });
    });
  }

  #perform(sent: Sent): void {
    const { fate } = sent;
    // As the adapters do: no call begins when its time is over.
    if (this.#around.scheduler.nowMs >= sent.untilMs) {
      noReply(sent, "OutOfTime");
      return;
    }
    const after = (ms: number, run: () => void) => this.#around.scheduler.after(ms, run);
    switch (fate.fault) {
      case "throttled":
        after(fate.replyMs, () => sent.reject(new CallFailed(sent.name, "throttled")));
        break;
      case "lost_request":
        after(fate.replyMs, () => noReply(sent));
        break;
      case "late_effect":
        after(fate.replyMs, () => noReply(sent));
        after(fate.effectMs, () => void this.#effect(sent, "late").catch(() => undefined));
        break;
      case "dies_before":
        after(fate.effectMs, () => this.#die("died"));
        break;
      default:
        this.#deliver(sent);
    }
  }

  /** The call has its effect; then something becomes of its reply. */
  #deliver(sent: Sent): void {
    const { fate, untilMs } = sent;
    const { scheduler } = this.#around;
    scheduler.after(fate.effectMs, () => {
      const awoke = fate.fault === "stalls_before" && scheduler.nowMs >= untilMs;
      if (awoke) return noReply(sent, "Aborted");
      if (fate.fault === "dies_after") this.#die("died");
      let reply = this.#effect(sent);
      if (fate.fault === "sent_twice")
        reply = reply.catch(() => undefined).then(() => this.#effect(sent, "again"));
      reply.catch(() => undefined);
      const wait = fate.replyMs - fate.effectMs;
      if (fate.fault === "dies_after") return;
      const aborted = fate.fault !== "stalls_after" && scheduler.nowMs + wait > untilMs;
      scheduler.after(wait, () => {
        if (fate.fault === "lost_reply" || aborted) return noReply(sent);
        reply.then(sent.resolve, sent.reject);
      });
    });
  }

  async #effect({ name, call }: Sent, how = ""): Promise<unknown> {
    const { trace } = this.#around;
    try {
      const value = await call();
      if (how) trace(() => `${this.name} ${name} takes effect ${how}`);
      return value;
    } catch (error) {
      trace(() => `${this.name} ${name} ${how} refused: ${(error as Error).message}`);
      throw error;
    }
  }
}

/** What the adapters make of silence. */
function noReply({ name, resolve, reject }: Sent, errorName = ""): void {
  if (name === "pairChecks.createdAt") resolve(undefined);
  else if (name.startsWith("pairChecks.")) resolve({ is: "silence" });
  else reject(new CallFailed(name, "unknown", errorName));
}

/** The bus takes some of the events, and says which it has not taken. */
async function publishPartly(args: unknown[], call: () => Promise<unknown>, fate: Fate) {
  const [events] = args as [KeyturnEvent[]];
  const failed = events.flatMap((_, place) => (fate.fails(place) ? [place] : []));
  args[0] = events.filter((_, place) => !failed.includes(place));
  await call();
  return { failed } satisfies Awaited<ReturnType<Bus["publish"]>>;
}

function describe(args: unknown[]): string {
  return JSON.stringify(args)?.slice(1, -1).slice(0, 900) ?? "";
}
