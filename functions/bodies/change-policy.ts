import * as z from "zod";
import { Policy } from "../../core/policy/policy.ts";
import type { Preset } from "../../core/policy/preset.ts";

const fixed = z
  .unknown()
  .optional()
  .describe("A rule of the deployment: sent along, the request is refused.");

/** The rules of the deployment are known here only to say that they cannot be changed. */
export const ChangePolicyBody = Policy.extend({
  keyManagerRoles: fixed,
  removalAllowed: fixed,
  enabledRegions: fixed,
} satisfies Record<keyof Preset | "enabledRegions", z.ZodType>);
