import type { ApiAnswer } from "./laptop.ts";

/** An answer that it should not have been. */
export class Unexpected extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Throws `Unexpected` when the answer has none of these. */
export function expectStatus({ status, body }: ApiAnswer, ...statuses: number[]): void {
  if (statuses.includes(status)) return;
  throw new Unexpected(`expected ${statuses}, was answered ${status} ${JSON.stringify(body)}`, status);
}
