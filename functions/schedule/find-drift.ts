import "../parse-interpreted.ts";

import * as z from "zod";
import { plus, SECOND_MS } from "../../core/clock.ts";
import { findDrift } from "../../core/drift/find-drift.ts";
import { driftPorts } from "../ports.ts";
import { FIND_DRIFT } from "../subscriptions.ts";
import { guarded } from "../worker.ts";

/** Two looks at the connections at hand take up to ten seconds more; the function has twenty. */
const BEGINS_NO_MORE_AFTER_MS = 7 * SECOND_MS;

const Pass = z.strictObject({ part: z.int().min(0), after: z.string().optional() });

/** Whatever is not the rest of a comparison is the schedule, which begins one. */
interface Woken {
  "detail-type"?: string;
  detail?: unknown;
}

/** Once a day, and for as long as there is more of it: compares IAM with the records. */
export const handler = guarded(async (event: Woken) => {
  const isRest = event["detail-type"] === FIND_DRIFT;
  const { part, after } = Pass.parse(isRest ? event.detail : { part: 0 });
  const ports = driftPorts();
  const until = plus(ports.clock.now(), BEGINS_NO_MORE_AFTER_MS);
  const rest = await findDrift(ports, { part, ...(after && { after }) }, until);
  if (rest) await ports.drifts.request(rest);
});
