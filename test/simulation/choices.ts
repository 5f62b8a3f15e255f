/**
 * What may come to pass in a history, by names that stay the same when something else does not: `p1.2` is the first
 * person's second errand, `p1.2r1` the same sent again, `sweep.3` a pass, `p1.2:accessKeys.create#1` the fault of a call.
 */
export class Choices {
  /** What came to pass, in that order. */
  readonly made: string[] = [];
  readonly #only: ReadonlySet<string> | undefined;

  /** `only`: whatever is not among them does not come to pass. Not given: everything does. */
  constructor(only?: readonly string[]) {
    this.#only = only && new Set(only);
  }

  allows(name: string): boolean {
    if (this.#only && !this.#only.has(name)) return false;
    this.made.push(name);
    return true;
  }
}
