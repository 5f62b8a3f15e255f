import { describe, expect, test } from "vitest";
import type { Policies } from "../../policy/policies.ts";
import { Policy } from "../../policy/policy.ts";
import { equals, PatchRefused } from "../../record/patch.ts";
import { anOrg, aPolicyRecord, SAMPLE_TIME } from "../sample-records.ts";

/** What every adapter of Policies has to do. `open` may give the same table each time. */
export function describePolicies(name: string, open: () => Promise<{ policies: Policies }>): void {
  describe(name, () => {
    test("gives back every field as it was written", async () => {
      const { policies } = await open();
      const rotation = { maxAgeDays: 90, enforcement: "deactivate", deactivateAfterDays: 3 };
      const record = aPolicyRecord(anOrg(), {
        ...{ policy: Policy.parse({ rotation }), policyVersion: 7, replanning: { after: "con_1" } },
        nextActionAt: SAMPLE_TIME,
      });
      expect(await policies.insert(record)).toBe(true);
      expect(await policies.find(record)).toEqual(record);
    });

    test("finds nothing where nobody changed the policy, and no other org's", async () => {
      const { policies } = await open();
      const org = anOrg();
      expect(await policies.find({ org })).toBeUndefined();
      await policies.insert(aPolicyRecord(anOrg()));
      expect(await policies.find({ org })).toBeUndefined();
    });

    test("finds those of the orgs that have one, in the order asked for", async () => {
      const { policies } = await open();
      const all = [anOrg(), anOrg(), anOrg()].map((org) => aPolicyRecord(org));
      for (const record of all) expect(await policies.insert(record)).toBe(true);
      const [first, second, third] = all.map(({ org }) => org) as [string, string, string];
      expect(await policies.findMany([third, anOrg(), first, second])).toEqual([all[2], all[0], all[1]]);
      expect(await policies.findMany([])).toEqual([]);
    });

    test("is there once for each org", async () => {
      const { policies } = await open();
      const record = aPolicyRecord(anOrg());
      await policies.insert(record);
      expect(await policies.insert({ ...record, policyVersion: 9 })).toBe(false);
      expect(await policies.find(record)).toEqual(record);
    });

    test("is written only as it was read, and says what it is then", async () => {
      const { policies } = await open();
      const record = aPolicyRecord(anOrg(), { replanning: {}, nextActionAt: SAMPLE_TIME });
      await policies.insert(record);
      const done = await policies.update(record, {
        when: [equals("version", 1)],
        remove: ["replanning", "nextActionAt"],
      });
      expect(done).toEqual({ ...aPolicyRecord(record.org), version: 2 });
      const again = policies.update(record, { when: [equals("version", 1)], set: { policyVersion: 2 } });
      await expect(again).rejects.toBeInstanceOf(PatchRefused);
      await expect(policies.update({ org: anOrg() }, { when: [] })).rejects.toBeInstanceOf(PatchRefused);
    });
  });
}
