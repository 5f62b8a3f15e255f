import { changePolicy } from "../../core/policy/change-policy.ts";
import { ChangePolicyBody } from "../bodies/change-policy.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.changePolicy, { body: ChangePolicyBody }, async ({ caller, body }) => {
  const { contacts, rotation, reset, ...fixedRules } = body;
  const policy = { contacts, rotation, reset };
  return ok(await changePolicy(recordPorts(), caller, policy, Object.keys(fixedRules)));
});
