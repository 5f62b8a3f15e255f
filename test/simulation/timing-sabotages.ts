import { HOUR_MS, plus, SECOND_MS } from "../../core/clock.ts";
import type { Sabotage } from "./all-ports.ts";
import { over, withUpdate } from "./interfere.ts";

/** Margins of time, and the order of things, that are broken on purpose. */
export const timingSabotages: Record<string, Sabotage> = {
  "IAM's clock is further behind than a window allows": (ports) => ({
    ...ports,
    accessKeys: over(ports.accessKeys, {
      list: async (user, until) => {
        const keys = await ports.accessKeys.list(user, until);
        return keys.map((key) => ({ ...key, createdAt: plus(key.createdAt, -8 * SECOND_MS) }));
      },
    }),
  }),
  "IAM's clock is further ahead than a window allows": (ports) => ({
    ...ports,
    accessKeys: over(ports.accessKeys, {
      list: async (user, until) => {
        const keys = await ports.accessKeys.list(user, until);
        return keys.map((key) => ({ ...key, createdAt: plus(key.createdAt, 32 * SECOND_MS) }));
      },
    }),
  }),
  "a window has no margin for clocks that differ": (ports) =>
    withUpdate(ports, (ref, patch) => {
      const windows = patch.set?.windows?.map((window) => ({
        ...window,
        from: plus(window.from, 5 * SECOND_MS),
      }));
      return ports.connections.update(ref, windows ? { ...patch, set: { ...patch.set, windows } } : patch);
    }),
  "a trim does not look at what it trims": (ports) => ({
    ...ports,
    outboxes: over(ports.outboxes, {
      trim: async (key, _, count) => {
        const [first] = await ports.outboxes.read(key);
        if (first) await ports.outboxes.trim(key, first.metadata.eventId, count);
      },
    }),
  }),
  "what is relayed again is entered again, as something new": (ports) => {
    const entered = new Map<string, number>();
    return {
      ...ports,
      journal: over(ports.journal, {
        putIfAbsent: async (event) => {
          const { eventId } = event.metadata;
          const times = (entered.get(eventId) ?? 0) + 1;
          entered.set(eventId, times);
          const again = times > 1 ? `${eventId.slice(0, -1)}${"fedcba98"[times % 8]}` : eventId;
          await ports.journal.putIfAbsent({ ...event, metadata: { ...event.metadata, eventId: again } });
        },
      }),
    };
  },
  "the operations of a minute count for ever": (ports) =>
    withUpdate(ports, (ref, patch) => {
      const recentOperations = patch.append?.recentOperations?.map((at) => plus(at, 1e12));
      const append = recentOperations ? { ...patch.append, recentOperations } : patch.append;
      return ports.connections.update(ref, { ...patch, ...(append && { append }) });
    }),
  "a record looks as if nothing had changed for an hour": (ports) =>
    withUpdate(ports, (ref, patch) => {
      const { updatedOn } = patch.set ?? {};
      const set = updatedOn ? { ...patch.set, updatedOn: plus(updatedOn, -HOUR_MS) } : patch.set;
      return ports.connections.update(ref, set ? { ...patch, set } : patch);
    }),
  "a key that was issued does not work": (ports) => ({
    ...ports,
    accessKeys: over(ports.accessKeys, {
      create: async (user, until) => {
        const issued = await ports.accessKeys.create(user, until);
        const isThird = Number(issued.accessKeyId.slice(-2)) % 3 === 0;
        if (isThird) await ports.accessKeys.deactivate(user, issued.accessKeyId, until);
        return issued;
      },
    }),
  }),
};
