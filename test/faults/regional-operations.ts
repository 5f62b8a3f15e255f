import type { ResetReason } from "../../core/key/events.ts";
import { resetRegionalKey } from "../../core/region/reset-regional-key.ts";
import { routes } from "../../functions/routes.ts";
import type { Operation } from "./operations.ts";
import { emptyOrg } from "./seeds.ts";

/** The default region of the test cloud: `region` of a path that names one (test/support/api-event.ts). */
const REGION = "us-east-1";

/** What somebody asks of a region's key. */
export const regionalOperations: Operation[] = [
  issue("create regional key", "other", emptyOrg),
  issue("reset regional key, compromised", "compromised", async (ports) => {
    const seed = await emptyOrg();
    await resetRegionalKey(ports, seed.caller, REGION, { reason: "other" });
    return seed;
  }),
];

function issue(name: string, reason: ResetReason, seed: Operation["seed"]): Operation {
  return {
    ...{ name, seed, lambda: routes.resetRegionalKey.lambda },
    run: async (ports, { caller }) => {
      await resetRegionalKey(ports, caller, REGION, { reason });
      return {};
    },
    isDone: (found) => found.connections[0]?.current?.state === "active",
    stopsKey: reason === "compromised",
    again: "answered",
  };
}
