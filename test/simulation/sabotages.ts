import { plus } from "../../core/clock.ts";
import { policyByDefault } from "../../core/policy/policy.ts";
import type { Sabotage } from "./all-ports.ts";
import { over, withUpdate } from "./interfere.ts";
import { pairSabotages } from "./pair-sabotages.ts";
import { tenantSabotages } from "./tenant-sabotages.ts";
import { timingSabotages } from "./timing-sabotages.ts";

/**
 * Rules broken on purpose, underneath the faults: the simulation has to notice each. A rule that can be broken
 * without anybody noticing is not checked.
 */
export const sabotages: Record<string, Sabotage> = {
  "an audit takes any unknown key for an orphan": (ports) => ({
    ...ports,
    accessKeys: over(ports.accessKeys, { lastUse: async () => null }),
  }),
  "the commit of a reset is lost": (ports) =>
    withUpdate(ports, async (ref, patch) => {
      const record = await ports.connections.find(ref);
      return patch.set?.operation?.phase === "committed" && record
        ? record
        : ports.connections.update(ref, patch);
    }),
  "a trim drops one event too many": (ports) => ({
    ...ports,
    outboxes: over(ports.outboxes, {
      trim: (key, first, count) => ports.outboxes.trim(key, first, count + 1),
    }),
  }),
  "a lease never expires": (ports) =>
    withUpdate(ports, (ref, patch) => {
      const { operation } = patch.set ?? {};
      const expiresAt = operation && plus(operation.expiresAt, 1e12);
      const set =
        operation && expiresAt ? { operation: { ...operation, expiresAt }, nextActionAt: expiresAt } : {};
      return ports.connections.update(ref, { ...patch, set: { ...patch.set, ...set } });
    }),
  "an operation that is held is overwritten": (ports) =>
    withUpdate(ports, (ref, patch) =>
      ports.connections.update(ref, {
        ...patch,
        when: patch.when.filter((condition) => !("path" in condition && condition.path === "operation")),
      }),
    ),
  "a key is said to be deleted and is not": (ports) => ({
    ...ports,
    accessKeys: over(ports.accessKeys, { delete: async () => undefined }),
  }),
  "an orphan's window is forgotten": (ports) =>
    withUpdate(ports, (ref, patch) =>
      ports.connections.update(
        ref,
        patch.set?.windows ? { ...patch, set: { ...patch.set, windows: [] } } : patch,
      ),
    ),
  "a leaked key is left active": (ports) => ({
    ...ports,
    accessKeys: over(ports.accessKeys, { deactivate: async () => undefined }),
  }),
  "an old key is retired although it is in use": (ports) => ({
    ...ports,
    policies: over(ports.policies, {
      find: async (ref) => {
        const record = await ports.policies.find(ref);
        const { policy, policyVersion } = record ?? policyByDefault;
        return {
          ...record,
          policyVersion,
          policy: { ...policy, reset: { ...policy.reset, quietHours: 0 } },
        } as never;
      },
    }),
  }),
  "an old key is forgotten when it is retired": (ports) =>
    withUpdate(ports, (ref, patch) => {
      const { retiring, ...set } = patch.set ?? {};
      return retiring?.state === "inactive"
        ? ports.connections.update(ref, { ...patch, set, remove: [...(patch.remove ?? []), "retiring"] })
        : ports.connections.update(ref, patch);
    }),
  "answered requests are not remembered": (ports) =>
    withUpdate(ports, (ref, patch) =>
      ports.connections.update(
        ref,
        patch.set?.idempotency ? { ...patch, set: { ...patch.set, idempotency: {} } } : patch,
      ),
    ),
  "what the comparison finds is lost": (ports) =>
    withUpdate(ports, async (ref, patch) => {
      const record = await ports.connections.find(ref);
      return patch.set?.drift && record ? record : ports.connections.update(ref, patch);
    }),
  "the bus loses what it has taken": (ports) => ({
    ...ports,
    bus: over(ports.bus, { publish: (events) => ports.bus.publish(events.slice(1)) }),
  }),
  ...timingSabotages,
  ...tenantSabotages,
  ...pairSabotages,
};
