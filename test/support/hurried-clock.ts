import { TestClock } from "../../core/testing/memory-ports.ts";

/** Time that passes with every look at it, once `stepMs` is set. */
export class HurriedClock extends TestClock {
  stepMs = 0;

  override now() {
    this.advance(this.stepMs);
    return super.now();
  }
}
