import { grantedIsBundled } from "../invariants/granted.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in rights that nothing uses. */
export const mutants: Mutant[] = [
  {
    name: "a right left over from a call that nobody makes any more",
    file: "stacks/grants.ts",
    find: 'write: [items("GetItem",',
    replace: 'write: [items("TransactWriteItems", "GetItem",',
    bundle: "Write",
    breaks: grantedIsBundled,
    says: "write may do dynamodb:TransactWriteItems, which its bundle has no command for",
  },
];
