import type { Org } from "../org/org.ts";
import type { Policies } from "./policies.ts";
import { type Policy, type PolicyInForce, type PolicyRecord, policyByDefault } from "./policy.ts";
import type { Preset } from "./preset.ts";

/** What is needed to know an org's rules. */
export interface PolicyPorts {
  policies: Pick<Policies, "find">;
  deployment: { preset: Preset };
}

/** The org's rules as they are now. Throws CallFailed. */
export async function policyInForce({ policies, deployment }: PolicyPorts, org: Org): Promise<PolicyInForce> {
  return inForce(await policies.find({ org }), deployment.preset);
}

/** A policy as far as the deployment's preset lets it; without one, the default. */
export function inForce(record: PolicyRecord | undefined, preset: Preset): PolicyInForce {
  const { policy, policyVersion, rotationSince } = record ?? policyByDefault;
  return {
    // A policy of a time when the deployment had another preset may take keys away.
    policy: takesKeysAway(policy, preset) ? onlyReminding(policy) : policy,
    policyVersion,
    rotationSince,
  };
}

/** Where keys are never taken away from anybody, age does not take them away either. */
export function takesKeysAway({ rotation }: Policy, preset: Preset): boolean {
  return rotation.enforcement === "deactivate" && !preset.removalAllowed;
}

/** The policy without what would take a key away. */
export function onlyReminding(policy: Policy): Policy {
  if (policy.rotation.enforcement === "remind") return policy;
  const { deactivateAfterDays: _, ...rotation } = policy.rotation;
  return { ...policy, rotation: { ...rotation, enforcement: "remind" } };
}
