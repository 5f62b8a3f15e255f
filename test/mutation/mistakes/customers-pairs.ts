import type { Mistake } from "../mistake.ts";

/** Of the keys that customers bring along. */
export const mistakes: Mistake[] = [
  {
    name: "a pair of another account is taken in",
    file: "core/key/put-access-key.ts",
    find: "await verifyPair(ports, pair, seen, seen.customer.accountId);",
    replace: "await verifyPair(ports, pair, seen);",
    killedBy: ["core/key/put-access-key"],
  },
  {
    name: "an old pair of which AWS said nothing counts as deactivated",
    file: "core/key/try-old-pair.ts",
    find: 'return is === "unknown_key" ? "refused" : "unknown";',
    replace: 'return is === "silence" ? "unknown" : "refused";',
    killedBy: ["core/sweep/look-at-old-pair"],
  },
  {
    name: "a pair whose secret was lost counts as deactivated",
    file: "core/key/try-old-pair.ts",
    find: 'if (!pair || pair.accessKeyId !== old.accessKeyId) return "unknown";',
    replace: 'if (!pair || pair.accessKeyId !== old.accessKeyId) return "refused";',
    killedBy: ["core/sweep/look-at-old-pair"],
  },
  {
    name: "an old pair is ended although nobody knows whether it works",
    file: "core/key/end-old-pair.ts",
    find: 'if (tried === "unknown") throw stateUnknown();',
    replace: 'if (tried === "unknown" && old.heldSince) throw stateUnknown();',
    killedBy: ["core/key/retire-access-key", "core/sweep/look-at-old-pair", "core/key/put-access-key"],
  },
  {
    name: "recovery makes a pair current that was never committed",
    file: "core/key/recover-operation.ts",
    find: 'return held.operation.phase === "promote"\n',
    replace: "return held.operation.pair\n",
    killedBy: ["core/key/put-crashes"],
  },
  {
    name: "an ended pair stays in the secret",
    file: "core/key/end-old-pair.ts",
    find: "if (version) await ports.secrets.drop",
    replace: "if (version && !deactivatedAt) await ports.secrets.drop",
    killedBy: ["core/sweep/look-at-old-pair", "core/key/"],
  },
  {
    name: "a pair that does not find its bucket passes",
    file: "core/key/verify-pair.ts",
    find: 'if (listing.is !== "listed") throw',
    replace: 'if (listing.is !== "listed" && listing.is !== "no_such_bucket") throw',
    killedBy: ["core/key/put-access-key"],
  },
  {
    name: "a root user's key passes",
    file: "core/key/verify-pair.ts",
    find: 'if (service === "iam" && resource === "root") throw rejected("root");',
    replace: 'if (service === "iam" && resource === "root") return resource;',
    killedBy: ["core/key/put-access-key"],
  },
  {
    name: "a pair's commit does not ask whose the lease is",
    file: "core/key/keep-pair.ts",
    find: 'when: [equals("operation.id", operation.id), equals("operation.phase", "taken")],',
    replace: 'when: [equals("operation.phase", "taken")],',
    killedBy: ["core/key/slow-holder"],
  },
];
