import * as z from "zod";
import { changePolicy } from "../../core/policy/change-policy.ts";
import { Policy } from "../../core/policy/policy.ts";
import type { Preset } from "../../core/policy/preset.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const fixed = z.unknown().optional();

/** The rules of the deployment are known here only to say that they cannot be changed. */
const Body = Policy.extend({
  keyManagerRoles: fixed,
  removalAllowed: fixed,
  enabledRegions: fixed,
} satisfies Record<keyof Preset | "enabledRegions", z.ZodType>);

export const handler = http(routes.changePolicy, { body: Body }, async ({ caller, body }) => {
  const { contacts, rotation, reset, ...fixedRules } = body;
  const policy = { contacts, rotation, reset };
  return ok(await changePolicy(recordPorts(), caller, policy, Object.keys(fixedRules)));
});
