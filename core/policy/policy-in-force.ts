import type { Org } from "../org/org.ts";
import type { Policies } from "./policies.ts";
import { type PolicyInForce, policyByDefault } from "./policy.ts";

/** The org's rules as they are now. Throws CallFailed. */
export async function policyInForce(ports: { policies: Policies }, org: Org): Promise<PolicyInForce> {
  return (await ports.policies.find({ org })) ?? policyByDefault;
}
