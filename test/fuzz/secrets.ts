import { CANARY } from "./hostile.ts";

const SECRET_LENGTH = 40;
const RUN = /[A-Za-z0-9+/]{40,}/g;
/** A frame of a stack, or a path of a program: nothing that an answer should tell of. */
const INSIDES = /\n\s+at .+:\d+|node:internal|\.(ts|mjs|js):\d+:\d+|node_modules\//;

/** The secrets of a run, and whether a text holds one. */
export class Secrets {
  readonly #known = new Set<string>();
  /** Longer than a secret key, or of other letters. */
  readonly #others: string[] = [];

  add(secret: string): void {
    if (secret.length === SECRET_LENGTH && secret.match(RUN)) this.#known.add(secret);
    else if (secret.length > 8) this.#others.push(secret);
  }

  all(): string[] {
    return [...this.#known, ...this.#others];
  }

  /** What of what nobody should read there is in an answer; `revealed` is the secret that it is there to tell. */
  faultsIn(text: string, revealed: readonly string[] = []): string[] {
    const isTold = (secret: string) => revealed.includes(secret);
    return [
      ...(text.includes(CANARY) && !revealed.some((one) => one.includes(CANARY))
        ? ["a canary is echoed"]
        : []),
      ...(this.#inRuns(text, isTold) || this.#others.some((one) => text.includes(one) && !isTold(one))
        ? ["a secret is told"]
        : []),
      ...(INSIDES.test(text) ? ["the insides of a program are told"] : []),
    ];
  }

  #inRuns(text: string, isTold: (secret: string) => boolean): boolean {
    for (const [run] of text.matchAll(RUN)) {
      for (let at = 0; at + SECRET_LENGTH <= run.length; at++) {
        const part = run.slice(at, at + SECRET_LENGTH);
        if (this.#known.has(part) && !isTold(part)) return true;
      }
    }
    return false;
  }
}
