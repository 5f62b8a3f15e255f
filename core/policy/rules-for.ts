import type { PolicyInForce } from "./policy.ts";
import { onlyReminding } from "./policy-in-force.ts";

/**
 * The rules as they apply to a connection: a customer's keys are told of and never stopped, as Keyturn cannot stop
 * them.
 */
export function rulesFor(
  { customer }: { customer?: object | undefined },
  inForce: PolicyInForce,
): PolicyInForce {
  return customer ? { ...inForce, policy: onlyReminding(inForce.policy) } : inForce;
}
