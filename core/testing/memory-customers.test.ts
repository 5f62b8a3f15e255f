import { plus } from "../clock.ts";
import { describePairChecks } from "./contract/pair-checks.contract.ts";
import { describePairSecrets } from "./contract/pair-secrets.contract.ts";
import { CUSTOMERS_ACCOUNT, MemoryPairs } from "./memory-pairs.ts";
import { TestClock } from "./memory-ports.ts";
import { MemorySecrets } from "./memory-secrets.ts";

const clock = new TestClock();
const until = () => plus(clock.now(), 5_000);

describePairSecrets("the in-memory twin of Secrets Manager", async () => {
  const secrets = new MemorySecrets();
  return {
    secrets,
    until,
    labelled: async (ref, label) =>
      label === "AWSCURRENT" ? secrets.currentKey(ref) : secrets.previousKey(ref),
  };
});

describePairChecks("the in-memory twin of customers' accounts", async () => {
  const pairChecks = new MemoryPairs(clock);
  return {
    pairChecks,
    until,
    async newKey({ list, tellAge }) {
      const pair = pairChecks.make({ listing: list ? "listed" : "no_permission", tellsAge: tellAge });
      return {
        pair,
        accountId: CUSTOMERS_ACCOUNT,
        deactivate: async () => pairChecks.deactivate(pair.accessKeyId),
      };
    },
    place: { region: "eu-west-1", bucket: "customers-own", folder: "exports/" },
    otherPlaces: undefined, // what a key lists is told of the key
  };
});
