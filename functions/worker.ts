import middy from "@middy/core";
import type { EventBridgeEvent } from "aws-lambda";
import type * as z from "zod";
import { logger, tellable } from "./logger.ts";

/** A Lambda woken by an event of a bus. One that fails throws, so that it is tried again and then kept. */
export function worker<Detail>(schema: z.ZodType<Detail>, work: (detail: Detail) => Promise<void>) {
  return guarded(async (event: EventBridgeEvent<string, unknown>) => work(schema.parse(event.detail)));
}

/** Says which error it was, and passes it on. */
export function guarded<Event, Result>(
  handle: (event: Event) => Promise<Result>,
): (event: Event) => Promise<Result> {
  return middy<Event, Result>()
    .use({ onError: ({ error }) => logger.error("a worker failed", { error: tellable(error) }) })
    .handler(handle) as unknown as (event: Event) => Promise<Result>;
}
