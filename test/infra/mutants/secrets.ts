import { wildcardsHaveAReason } from "../invariants/roles.ts";
import { pairsAreReadWhereTheyAreTried } from "../invariants/secrets.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what may be done with customers' pairs. */
export const mutants: Mutant[] = [
  {
    name: "whoever takes customers' pairs in may read them all",
    file: "stacks/grants.ts",
    find: "      onSecrets(...keepPairs),",
    replace: '      onSecrets(...keepPairs, "GetSecretValue"),',
    breaks: pairsAreReadWhereTheyAreTried,
    says: "provision may read customers' pairs",
  },
  {
    name: "every secret of the account, and not just customers' pairs",
    file: "stacks/secret-grants.ts",
    find: ":secret:keyturn/*`",
    replace: ":secret:*`",
    breaks: wildcardsHaveAReason,
    says: "DeprovisionRole may do secretsmanager:DeleteSecret with arn:aws:secretsmanager:eu-central-1:123456789012:secret:*",
  },
];
