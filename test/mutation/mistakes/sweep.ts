import type { Mistake } from "../mistake.ts";

/** Of what is due, and when. */
export const mistakes: Mistake[] = [
  {
    name: "what is due at this very moment is not due",
    file: "core/sweep/plan.ts",
    find: "at !== undefined && at <= now;",
    replace: "at !== undefined && at < now;",
    killedBy: ["core/sweep/retirement", "core/sweep/calendar"],
  },
  {
    name: "windows are not looked into",
    file: "core/sweep/plan.ts",
    find: 'if (windows.length > 0 || endsNow) return "tidy";',
    replace: 'if (windows.length > 1 || endsNow) return "tidy";',
    killedBy: ["core/key/tidy-keys", "core/sweep/sweep-shard"],
  },
  {
    name: "a plan is written over a record that has changed",
    file: "core/key/write-plan.ts",
    find: 'equals("version", connection.version),',
    replace: 'equals("connectionId", connection.connectionId),',
    killedBy: ["core/sweep/calendar"],
  },
  {
    name: "the same reminder is sent by each sweep",
    file: "core/sweep/plan.ts",
    find: "(told === undefined || reached < told) ? reached : undefined;",
    replace: "(told === undefined || reached <= told) ? reached : undefined;",
    killedBy: ["core/sweep/plan"],
  },
  {
    name: "whatever the index names is attended to",
    file: "core/sweep/attend.ts",
    find: "record?.nextActionAt !== undefined && record.nextActionAt <= now;",
    replace: "record?.nextActionAt === undefined || record.nextActionAt > now || record.nextActionAt <= now;",
    killedBy: ["core/sweep/sweep-shard", "core/sweep/calendar"],
  },
  {
    name: "the sweep recovers operations that are under way, and leaves the abandoned ones",
    file: "core/sweep/attend.ts",
    find: "if (!hasExpired(operation, ports.clock.now())) return;",
    replace: "if (hasExpired(operation, ports.clock.now())) return;",
    killedBy: ["core/key/recover-operation", "core/sweep/sweep-shard"],
  },
  {
    name: "a pass that has no time left does not say where it was",
    file: "core/sweep/sweep-shard.ts",
    find: "if (ports.clock.now() >= until) return { shard: pass.shard, ...(after && { after }) };",
    replace: "if (ports.clock.now() >= until) return { shard: pass.shard };",
    killedBy: ["core/sweep/sweep-shard"],
  },
  {
    name: "a record that somebody else changed stops its shard",
    file: "core/sweep/sweep-shard.ts",
    find: "if (error instanceof PatchRefused) return;",
    replace: "if (error instanceof PatchRefused) throw error;",
    killedBy: ["core/sweep/calendar"],
  },
  {
    name: "only the first page of a shard is swept",
    file: "core/sweep/sweep-shard.ts",
    find: "    after = page.next;",
    replace: "    after = undefined;",
    killedBy: ["core/sweep/sweep-shard"],
  },
];
