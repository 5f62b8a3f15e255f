import { inspect } from "node:util";

const REDACTED = "[redacted]";
let open: (secret: Secret) => string;

/**
 * A secret access key on its way to the caller, or from a customer to its store. Printing, serialising or inspecting it
 * shows nothing.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  static {
    open = (secret) => secret.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

/**
 * Opens a secret. The only callers are the HTTP answer that issues a key, the adapters that sign with a customer's pair or
 * keep it, the check that it is in no other field of its request, the hash that tells one request from another, and the
 * tests.
 */
export function reveal(secret: Secret): string {
  return open(secret);
}
