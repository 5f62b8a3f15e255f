import { handler as notifyDependents } from "../../functions/events/notify-dependents.ts";
import { handler as relayOutbox } from "../../functions/events/relay-outbox.ts";
import type { HttpHandler } from "../../functions/http-handler.ts";
import { handler as adopt } from "../../functions/lambdas/adopt.ts";
import { handler as deprovision } from "../../functions/lambdas/deprovision.ts";
import { handler as keys } from "../../functions/lambdas/keys.ts";
import { handler as open } from "../../functions/lambdas/open.ts";
import { handler as pairs } from "../../functions/lambdas/pairs.ts";
import { handler as provision } from "../../functions/lambdas/provision.ts";
import { handler as read } from "../../functions/lambdas/read.ts";
import { handler as regional } from "../../functions/lambdas/regional.ts";
import { handler as write } from "../../functions/lambdas/write.ts";
import type { LambdaName } from "../../functions/routes.ts";
import { handler as findDrift } from "../../functions/schedule/find-drift.ts";
import { handler as startSweep } from "../../functions/schedule/start-sweep.ts";
import { handler as sweepShard } from "../../functions/schedule/sweep-shard.ts";
import type { subscriptions } from "../../functions/subscriptions.ts";
import { asThemselves } from "./as-lambda.ts";

/** The Lambdas of functions/routes.ts, in this process, each as itself. */
export const httpLambdas: Record<LambdaName, HttpHandler> = asThemselves({
  open,
  read,
  write,
  keys,
  pairs,
  provision,
  regional,
  deprovision,
  adopt,
});

/** The Lambdas of functions/subscriptions.ts, by the name they have there. */
export const subscribers = asThemselves({ sweepShard, findDrift, notifyDependents } satisfies Record<
  keyof typeof subscriptions,
  unknown
>);

/** Those that the stream and the schedule wake. */
export const workers = asThemselves({ relayOutbox, startSweep });
