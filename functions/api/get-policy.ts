import { policyInForce } from "../../core/policy/policy-in-force.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

export const handler = http(routes.getPolicy, {}, async ({ caller }) => {
  const { policy } = await policyInForce(recordPorts(), caller.org);
  return ok(policy);
});
