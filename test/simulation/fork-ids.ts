import type { Clock } from "../../core/clock.ts";
import { type Ids, sha256Hex } from "../../core/ids.ts";

/** An invocation's ids: UUIDv7s by its own clock, and the same however many others are made elsewhere. */
export class ForkIds implements Ids {
  readonly #clock: Clock;
  readonly #mark: string;
  #made = 0;

  constructor(clock: Clock, seed: number, name: string) {
    this.#clock = clock;
    this.#mark = sha256Hex(`${seed} ${name}`).slice(0, 8);
  }

  next(): string {
    const time = Date.parse(this.#clock.now()).toString(16).padStart(12, "0");
    const count = (++this.#made).toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-8000-0000${this.#mark}`;
  }
}
