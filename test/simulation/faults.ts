import type { Random } from "./random.ts";

/** What becomes of one call to a port. */
export type Fault =
  | "none"
  /** The service refused to do it now: no effect. */
  | "throttled"
  /** No reply; it never arrived. */
  | "lost_request"
  /** No reply; it had its effect. */
  | "lost_reply"
  /** No reply; it has its effect some seconds later. */
  | "late_effect"
  /** The reply was lost and the SDK sent the call again, which meets its own effect. */
  | "sent_twice"
  /** The process dies before, or after, the call has its effect. */
  | "dies_before"
  | "dies_after"
  /** The process sleeps for longer than any lease before, or after, the call has its effect. */
  | "stalls_before"
  | "stalls_after";

export const faultNames = [
  ...(["throttled", "lost_request", "lost_reply", "late_effect", "sent_twice"] as const),
  ...(["dies_before", "dies_after", "stalls_before", "stalls_after"] as const),
];

export interface Fate {
  fault: Fault;
  /** From the sending of the call to its effect, and to the reply. */
  effectMs: number;
  replyMs: number;
}

const weights: Record<Exclude<Fault, "none">, number> = {
  ...{ throttled: 2, lost_request: 2, lost_reply: 3, late_effect: 2, sent_twice: 2 },
  ...{ dies_before: 1, dies_after: 2, stalls_before: 1, stalls_after: 1 },
};
const keyWeights = { ...weights, late_effect: 4, sent_twice: 1 };

/** CreateAccessKey is never sent again by the SDK. */
const SENT_ONCE = new Set(["accessKeys.create"]);

/** A call that is under way may still take effect this much later. */
const LATE_MS = 12_000;

export class Faults {
  readonly #random: Random;
  readonly #rate: number;
  /** What befell which call, and how often: `accessKeys.create ~ dies_after`. */
  readonly met = new Map<string, number>();
  on = true;

  constructor(random: Random, rate: number) {
    this.#random = random;
    this.#rate = rate;
  }

  fateOf(call: string): Fate {
    const random = this.#random;
    const fault = this.on && random.chance(this.#rate) ? this.#faultOf(call) : "none";
    if (fault !== "none") this.met.set(`${call} ~ ${fault}`, (this.met.get(`${call} ~ ${fault}`) ?? 0) + 1);
    const slow = this.on && random.chance(0.05);
    const effectMs = slow ? random.between(500, 9_000) : random.between(2, 80);
    const replyMs = effectMs + (slow ? random.between(100, 3_000) : random.between(1, 40));
    if (fault === "late_effect") return { fault, effectMs: random.between(100, LATE_MS), replyMs: 50 };
    const stallMs = random.between(21_000, 200_000);
    if (fault === "stalls_before") return { fault, effectMs: stallMs, replyMs: stallMs + 5 };
    if (fault === "stalls_after") return { fault, effectMs, replyMs: stallMs };
    return { fault, effectMs, replyMs };
  }

  #faultOf(call: string): Fault {
    const fault = this.#random.weighted(call.startsWith("accessKeys.") ? keyWeights : weights);
    return fault === "sent_twice" && SENT_ONCE.has(call) ? "lost_reply" : fault;
  }

  /** The places of a batch that fail alone. */
  failedEntries(count: number): number[] {
    if (!this.on || !this.#random.chance(this.#rate * 2)) return [];
    return Array.from({ length: count }, (_, place) => place).filter(() => this.#random.chance(0.5));
  }
}
