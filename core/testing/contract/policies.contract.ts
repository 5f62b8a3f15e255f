import { describe, expect, test } from "vitest";
import type { Policies } from "../../policy/policies.ts";
import { type PolicyRecord, policyByDefault } from "../../policy/policy.ts";
import { anOrg, SAMPLE_TIME } from "../sample-records.ts";

function aPolicy(org: string): PolicyRecord {
  return {
    ...{ org, policy: policyByDefault.policy, policyVersion: 1, outbox: [], sequence: 0, version: 1 },
    ...{ updatedBy: "Ada Admin", updatedOn: SAMPLE_TIME },
  };
}

/** What every adapter of Policies has to do. */
export function describePolicies(name: string, open: () => Promise<{ policies: Policies }>): void {
  describe(name, () => {
    test("finds those of the orgs that have one, in the order asked for", async () => {
      const { policies } = await open();
      const all = [anOrg(), anOrg(), anOrg()].map(aPolicy);
      for (const record of all) expect(await policies.insert(record)).toBe(true);
      const [first, second, third] = all.map(({ org }) => org) as [string, string, string];
      expect(await policies.findMany([third, anOrg(), first, second])).toEqual([all[2], all[0], all[1]]);
      expect(await policies.findMany([])).toEqual([]);
    });

    test("keeps the policy that an org has already", async () => {
      const { policies } = await open();
      const record = aPolicy(anOrg());
      expect(await policies.insert(record)).toBe(true);
      expect(await policies.insert({ ...record, policyVersion: 2 })).toBe(false);
      expect(await policies.find(record)).toEqual(record);
    });
  });
}
