import { MemorySecrets } from "../../core/testing/memory-secrets.ts";
import type { Sabotage } from "./all-ports.ts";
import { over, withUpdate } from "./interfere.ts";

/** Rules for customers' own pairs that are broken on purpose. */
export const pairSabotages: Record<string, Sabotage> = {
  "a pair is made current before it is committed": (ports) => ({
    ...ports,
    secrets: over(ports.secrets, {
      keep: async (ref, version, pair, until) => {
        await ports.secrets.keep(ref, version, pair, until);
        await MemorySecrets.prototype.promote.call(ports.secrets as MemorySecrets, ref, version, "");
      },
    }),
  }),
  "a pair is made current without comparing": (ports) => ({
    ...ports,
    secrets: over(ports.secrets, {
      promote: (ref, version) =>
        MemorySecrets.prototype.promote.call(ports.secrets as MemorySecrets, ref, version, ""),
    }),
  }),
  "a pair is committed and never made current": (ports) => ({
    ...ports,
    secrets: over(ports.secrets, { promote: async () => undefined }),
  }),
  "a secret outlives its connection": (ports) => ({
    ...ports,
    secrets: over(ports.secrets, { delete: async () => undefined }),
  }),
  "a pair is written into the record": (ports) =>
    withUpdate(ports, (ref, patch) => {
      const { operation } = patch.set ?? {};
      if (!operation?.pair) return ports.connections.update(ref, patch);
      const by = `${operation.by} secret-of-${operation.pair.accessKeyId}`;
      return ports.connections.update(ref, {
        ...patch,
        set: { ...patch.set, operation: { ...operation, by } },
      });
    }),
};
