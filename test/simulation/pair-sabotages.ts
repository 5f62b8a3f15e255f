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
  "a pair is made current without comparing": (ports) => {
    const before = new Map<string, string>();
    const promote = (...args: Parameters<MemorySecrets["promote"]>) =>
      MemorySecrets.prototype.promote.apply(ports.secrets as MemorySecrets, args);
    return {
      ...ports,
      secrets: over(ports.secrets, {
        promote: async (ref, version) => {
          await promote(ref, version, "");
          const late = before.get(ref.connectionId);
          before.set(ref.connectionId, version);
          // Chance alone has the call of an earlier change come so late in one of a thousand histories.
          if (late !== undefined && late !== version) await promote(ref, late, "");
        },
      }),
    };
  },
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
