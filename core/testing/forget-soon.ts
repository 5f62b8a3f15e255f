import { msBetween } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import type { IdempotentRequest } from "../key/idempotency.ts";
import type { TestClock } from "./memory-ports.ts";

/** From now on a millisecond goes by at each look at the clock; after two of them the request is forgotten. */
export async function forgetSoon(
  { clock, record }: { clock: TestClock; record: () => Promise<Connection> },
  { keyHash }: IdempotentRequest,
): Promise<void> {
  const { expiresAt = "" } = (await record()).idempotency[keyHash] ?? {};
  clock.advance(msBetween(clock.now(), expiresAt) - 2);
  const now = clock.now.bind(clock);
  clock.now = () => {
    clock.advance(1);
    return now();
  };
}
