import { everythingIsResolved, namesSayTheStage } from "../invariants/names.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what things are called. */
export const mutants: Mutant[] = [
  {
    name: "a name that all stages share",
    file: "stacks/names.ts",
    find: '["keyturn", $app.stage, part]',
    replace: '["keyturn", part]',
    breaks: namesSayTheStage,
    says: "ApiApi is called keyturn",
  },
  {
    name: "a policy over something that has no ARN",
    file: "stacks/bucket.ts",
    find: "refusePlainHttp(arn)",
    replace: "refusePlainHttp(String(arn && undefined))",
    breaks: everythingIsResolved,
    says: "StorageEuCentral1TlsOnly is made of something unknown",
  },
];
