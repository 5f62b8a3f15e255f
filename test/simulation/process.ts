import type { Clock } from "../../core/clock.ts";
import { CallFailed } from "../../core/errors.ts";
import type { Fate, Faults } from "./faults.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Trace } from "./trace.ts";

type Call = () => Promise<unknown>;
interface Sent {
  name: string;
  call: Call;
  fate: Fate;
  /** The instant at which the client aborts the call, if it does. */
  untilMs: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** One invocation of a function: it calls ports, and can die or fall asleep at each of these calls. */
export class Process {
  readonly name: string;
  readonly died: Promise<"died">;
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #trace: Trace;
  #die: (value: "died") => void = () => undefined;

  constructor(name: string, scheduler: Scheduler, faults: Faults, trace: Trace) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#trace = trace;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  /** The same ports, with every call of every method in the hands of chance. */
  interpose<Ports extends object>(ports: Ports, names: readonly (keyof Ports & string)[]): Ports {
    const interposed = names.map((name) => [name, this.#interposePort(name, ports[name] as object)]);
    const clock: Clock = { now: () => this.#scheduler.now(), sleep: (ms) => this.#scheduler.sleep(ms) };
    return { ...ports, ...Object.fromEntries(interposed), clock };
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

  #send(name: string, args: unknown[], call: Call): Promise<unknown> {
    const fate = this.#faults.fateOf(name);
    const until = name.startsWith("accessKeys.")
      ? Date.parse(args.at(-1) as string)
      : Number.POSITIVE_INFINITY;
    this.#trace(
      () => `${this.name} ${name}(${describe(args)})${fate.fault === "none" ? "" : ` ~ ${fate.fault}`}`,
    );
    return new Promise((resolve, reject) => {
      this.#perform({ name, call, fate, untilMs: until, resolve, reject });
    });
  }

  #perform(sent: Sent): void {
    const { name, fate, reject } = sent;
    const after = (ms: number, run: () => void) => this.#scheduler.after(ms, run);
    switch (fate.fault) {
      case "throttled":
        after(fate.replyMs, () => reject(new CallFailed(name, "throttled")));
        break;
      case "lost_request":
        after(fate.replyMs, () => reject(new CallFailed(name, "unknown")));
        break;
      case "late_effect":
        after(fate.replyMs, () => reject(new CallFailed(name, "unknown")));
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
    const { fate, reject, name, untilMs } = sent;
    const scheduler = this.#scheduler;
    scheduler.after(fate.effectMs, () => {
      const awoke = fate.fault === "stalls_before" && scheduler.nowMs >= untilMs;
      if (awoke) return reject(new CallFailed(name, "unknown", "Aborted"));
      if (fate.fault === "dies_after") this.#die("died");
      let reply = this.#effect(sent);
      if (fate.fault === "sent_twice")
        reply = reply.catch(() => undefined).then(() => this.#effect(sent, "again"));
      reply.catch(() => undefined);
      const wait = fate.replyMs - fate.effectMs;
      if (fate.fault === "dies_after") return;
      const aborted = fate.fault !== "stalls_after" && scheduler.nowMs + wait > untilMs;
      scheduler.after(wait, () => {
        if (fate.fault === "lost_reply" || aborted) return reject(new CallFailed(name, "unknown"));
        reply.then(sent.resolve, sent.reject);
      });
    });
  }

  async #effect({ name, call }: Sent, how = ""): Promise<unknown> {
    try {
      const value = await call();
      if (how) this.#trace(() => `${this.name} ${name} takes effect ${how}`);
      return value;
    } catch (error) {
      this.#trace(() => `${this.name} ${name} ${how} refused: ${(error as Error).message}`);
      throw error;
    }
  }
}

function describe(args: unknown[]): string {
  return JSON.stringify(args)?.slice(1, -1).slice(0, 900) ?? "";
}
