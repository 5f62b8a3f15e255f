import { noticesAreAllThatTheirTellerWrites } from "../invariants/partitions.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in who may write where in the table. */
export const mutants: Mutant[] = [
  {
    name: "who tells dependents may write every record",
    file: "stacks/grants.ts",
    find: 'within(NOTICES, items("PutItem", "UpdateItem")),',
    replace: 'items("PutItem", "UpdateItem"),',
    breaks: noticesAreAllThatTheirTellerWrites,
    says: "writes: dynamodb:PutItem in all should not be there",
  },
  {
    name: "who tells dependents may write every org's records",
    file: "stacks/table-grants.ts",
    find: '"NOTICES#*"',
    replace: '"*#*"',
    breaks: noticesAreAllThatTheirTellerWrites,
    says: "writes: dynamodb:UpdateItem in *#* should not be there",
  },
  {
    name: "who tells dependents may delete",
    file: "stacks/grants.ts",
    find: 'items("PutItem", "UpdateItem"))',
    replace: 'items("PutItem", "UpdateItem", "DeleteItem"))',
    breaks: noticesAreAllThatTheirTellerWrites,
    says: "writes: dynamodb:DeleteItem in NOTICES#* should not be there",
  },
];
