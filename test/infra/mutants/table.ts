import { theTableIsAsDeclared, theTableIsKept } from "../invariants/table.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in the table. */
export const mutants: Mutant[] = [
  {
    name: "an index whose sort key is not declared",
    file: "stacks/table.ts",
    find: "[partitionKey, sortKey]);",
    replace: '[partitionKey, sortKey]).filter((key) => key !== "outboxAt");',
    breaks: theTableIsAsDeclared,
    says: "declared keys: outboxAt:S is missing",
  },
  {
    name: "an index that projects other attributes",
    file: "stacks/table.ts",
    find: '"keys-only"',
    replace: '"all"',
    breaks: theTableIsAsDeclared,
    says: "indexes: outbox outboxShard outboxAt ALL should not be there",
  },
  {
    name: "a stream without what was written",
    file: "stacks/table.ts",
    find: 'stream: "new-image"',
    replace: 'stream: "keys-only"',
    breaks: theTableIsKept,
    says: "TableTable's stream has no new image to filter by",
  },
  {
    name: "nothing expires",
    file: "stacks/table.ts",
    cut: "    ttl: keys.timeToLive,\n",
    breaks: theTableIsKept,
    says: "TableTable has another time to live",
  },
  {
    name: "no point-in-time recovery",
    file: "stacks/table.ts",
    find: "table: { name: nameOf() }",
    replace: "table: { name: nameOf(), pointInTimeRecovery: { enabled: false } }",
    breaks: theTableIsKept,
    says: "TableTable has no point-in-time recovery",
  },
];
