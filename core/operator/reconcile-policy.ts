import type { PolicyRecord } from "../policy/policy.ts";
import { equals } from "../record/patch.ts";
import type { ReconcileOptions, ReconcilePorts } from "./reconcile-connection.ts";

/**
 * A restored policy is the org's again, as it was. Only its next `PolicyChanged` has to come behind those that were
 * told of after the backup. Throws PatchRefused; CallFailed.
 */
export async function reconcilePolicy(
  ports: ReconcilePorts,
  policy: PolicyRecord,
  { floor, write }: ReconcileOptions,
): Promise<void> {
  if (policy.sequence >= floor || !write) return;
  await ports.policies.update(policy, {
    when: [equals("version", policy.version)],
    set: { sequence: floor },
  });
}
