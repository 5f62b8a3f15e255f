import { setTimeout as sleep } from "node:timers/promises";
import { CallFailed } from "../../core/errors.ts";

/** Less than two seconds in all: whoever waits for an answer has 15. */
const PAUSES_MS = [50, 100, 200, 400, 800];

/**
 * Sends a batch, and after a pause what DynamoDB has left of it for being too much at once. Throws CallFailed `throttled`
 * when it goes on leaving some.
 */
export async function untilProcessed<Part>(
  call: string,
  parts: readonly Part[],
  send: (parts: Part[]) => Promise<Part[]>,
): Promise<void> {
  let left = [...parts];
  for (const pause of [...PAUSES_MS, undefined]) {
    if (left.length > 0) left = await send(left);
    if (left.length === 0) return;
    if (pause !== undefined) await sleep(pause);
  }
  throw new CallFailed(call, "throttled", "Unprocessed");
}
