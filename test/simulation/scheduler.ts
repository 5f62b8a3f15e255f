import { type Clock, type Instant, instant } from "../../core/clock.ts";

interface Step {
  at: number;
  order: number;
  run(): void;
}

export const START_MS = Date.parse("2026-01-01T00:00:00.000Z");

/**
 * Virtual time. Everything that happens is a step with a time of its own; between two steps nothing runs, so
 * that the order of all steps, and with it the whole history, follows from the times that chance chose.
 */
export class Scheduler implements Clock {
  #nowMs = START_MS;
  #made = 0;
  readonly #steps: Step[] = [];

  now(): Instant {
    return instant(this.#nowMs);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  get elapsedMs(): number {
    return this.#nowMs - START_MS;
  }

  after(milliseconds: number, run: () => void): void {
    const step = { at: this.#nowMs + milliseconds, order: ++this.#made, run };
    const steps = this.#steps;
    let place = steps.length;
    while (place > 0 && (steps[place - 1] as Step).at > step.at) place -= 1;
    steps.splice(place, 0, step);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Takes one step after the other until none is left, or until `isOver`. */
  async run(isOver: () => boolean = () => false): Promise<void> {
    for (;;) {
      const step = isOver() ? undefined : this.#steps.shift();
      if (!step) return;
      this.#nowMs = Math.max(this.#nowMs, step.at);
      step.run();
      await quiet();
    }
  }

  advanceTo(at: Instant): void {
    this.#nowMs = Math.max(this.#nowMs, Date.parse(at));
  }
}

/** Resolves when every promise that can go on has gone on. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
