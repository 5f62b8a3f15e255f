import type { Choices } from "./choices.ts";
import { Random } from "./random.ts";

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
  /** PutEvents takes some of the events and says so. */
  | "partly_failed"
  /** The process dies before, or after, the call has its effect. */
  | "dies_before"
  | "dies_after"
  /** The process sleeps for longer than any lease before, or after, the call has its effect. */
  | "stalls_before"
  | "stalls_after";

export type RealFault = Exclude<Fault, "none">;

export const faultNames = [
  ...(["throttled", "lost_request", "lost_reply", "late_effect", "sent_twice", "partly_failed"] as const),
  ...(["dies_before", "dies_after", "stalls_before", "stalls_after"] as const),
] satisfies RealFault[];

export interface Fate {
  fault: Fault;
  /** From the sending of the call to its effect, and to the reply. */
  effectMs: number;
  replyMs: number;
  /** Which entries of a call that fails partly are among those that fail. */
  fails(place: number): boolean;
}

const weights: Record<RealFault, number> = {
  ...{ throttled: 2, lost_request: 2, lost_reply: 3, late_effect: 2, sent_twice: 2, partly_failed: 0 },
  ...{ dies_before: 1, dies_after: 2, stalls_before: 1, stalls_after: 1 },
};
const keyWeights = { ...weights, late_effect: 4, sent_twice: 1 };
const nobodyFails = { throttled: 0, lost_request: 0, lost_reply: 0, late_effect: 0, sent_twice: 0 };

/** Where calls of a port, or one of them, fail in other ways than most. */
const weightsOf: Record<string, Record<RealFault, number>> = {
  accessKeys: keyWeights,
  secrets: keyWeights,
  /** Never sent again by the SDK. */
  "accessKeys.create": { ...keyWeights, lost_reply: 4, sent_twice: 0 },
  "secrets.promote": { ...keyWeights, late_effect: 15 },
  "bus.publish": { ...weights, partly_failed: 12 },
  /** Its adapter answers nothing when AWS does not answer. */
  "pairChecks.createdAt": { ...weights, ...nobodyFails },
};

function weightsFor(call: string): Record<RealFault, number> {
  return weightsOf[call] ?? weightsOf[call.split(".")[0] ?? ""] ?? weights;
}

/** Whether such a call can fail like that at all. */
export function canBefall(fault: RealFault, call: string): boolean {
  return weightsFor(call)[fault] > 0;
}

/** A call that is under way may still take effect this much later: well before a window, and a lease, end. */
const LATE_MS = 12_000;
/** Those of customers' pairs that compare may come when another operation has long been over (decision 22). */
const LATER_MS: Record<string, number> = { "secrets.keep": 200_000, "secrets.promote": 200_000 };

export class Faults {
  readonly #seed: number;
  readonly #rate: number;
  readonly #choices: Choices;
  /** How often each step was tried: `reset · accessKeys.create`. */
  readonly steps = new Map<string, number>();
  /** What befell which step, and how often: `reset · accessKeys.create ~ dies_after`. */
  readonly met = new Map<string, number>();
  on = true;

  constructor(seed: number, rate: number, choices: Choices) {
    this.#seed = seed;
    this.#rate = rate;
    this.#choices = choices;
  }

  /** `place` names this very call of this very invocation; chance depends on nothing else. */
  fateOf(place: string, call: string, step: string): Fate {
    const random = Random.of(this.#seed, place);
    const fault = this.#faultOf(place, call, random);
    count(this.steps, step);
    if (fault !== "none") count(this.met, `${step} ~ ${fault}`);
    const slow = this.on && random.chance(0.05);
    const effectMs = slow ? random.between(500, 9_000) : random.between(2, 80);
    const replyMs = effectMs + (slow ? random.between(100, 3_000) : random.between(1, 40));
    const fails = () => random.chance(0.5);
    const lateMs = random.between(100, LATER_MS[call] ?? LATE_MS);
    if (fault === "late_effect") return { fault, effectMs: lateMs, replyMs: 50, fails };
    const stallMs = random.between(21_000, 200_000);
    if (fault === "stalls_before") return { fault, effectMs: stallMs, replyMs: stallMs + 5, fails };
    if (fault === "stalls_after") return { fault, effectMs, replyMs: stallMs, fails };
    return { fault, effectMs, replyMs, fails };
  }

  #faultOf(place: string, call: string, random: Random): Fault {
    const drawn = random.chance(this.#rate);
    const fault = random.weighted(weightsFor(call));
    return this.on && drawn && this.#choices.allows(place) ? fault : "none";
  }
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
