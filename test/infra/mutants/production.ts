import { otherStagesGoAway, productionIsProtected } from "../invariants/production.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what becomes of data when a stage goes. */
export const mutants: Mutant[] = [
  {
    name: "production is not protected",
    file: "sst.config.ts",
    cut: "      protect: isProduction,\n",
    stage: "production",
    breaks: productionIsProtected,
    says: "the stage is not protected",
  },
  {
    name: "production goes with the stack",
    file: "sst.config.ts",
    find: 'isProduction ? "retain" : "remove"',
    replace: '"remove"',
    stage: "production",
    breaks: productionIsProtected,
    says: "the stage does not retain",
  },
  {
    name: "a production table that can be deleted",
    file: "stacks/table.ts",
    cut: "    deletionProtection: $app.protect === true,\n",
    stage: "production",
    breaks: productionIsProtected,
    says: "TableTable is not protected",
  },
  {
    name: "production buckets that can be deleted",
    file: "stacks/storage.ts",
    find: "{ protect: $app.protect === true }",
    replace: "{}",
    stage: "production",
    breaks: productionIsProtected,
    says: "StorageEuCentral1 is not protected",
  },
  {
    name: "a stage for trying leaves its buckets behind",
    file: "stacks/storage.ts",
    find: '$app.removal !== "retain"',
    replace: '$app.removal === "retain"',
    breaks: otherStagesGoAway,
    says: "StorageEuCentral1 stays while it has objects",
  },
];
