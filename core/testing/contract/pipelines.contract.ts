import { describe, expect, test } from "vitest";
import type { Pipeline } from "../../pipeline/pipeline.ts";
import type { Pipelines } from "../../pipeline/pipelines.ts";
import { equals } from "../../record/patch.ts";
import { anOrg, aPipeline, aService } from "../sample-records.ts";
import { describeRecords } from "./records.contract.ts";

/** What every adapter of Pipelines has to do. `open` may give the same table each time. */
export function describePipelines(name: string, open: () => Promise<{ pipelines: Pipelines }>): void {
  describe(name, () => {
    describeRecords<Pipeline>(async () => {
      const { pipelines } = await open();
      return {
        ...pipelines,
        sample: aPipeline,
        idOf: (pipeline) => pipeline.pipelineId,
        inOrg: (pipeline, org) => ({ ...pipeline, org }),
      };
    });

    test("gives back every field as it was written", async () => {
      const { pipelines } = await open();
      const org = anOrg();
      const full = aPipeline(org, {
        ...{ pipelineId: "A.b_c:d-1", kind: "rule", direction: "writes", sourceSystem: "CRM \u20ac" },
        ...{ filePatterns: ["*.csv", "[a-z]?"], contacts: ["ada@example.com"] },
        serviceIds: [aService(org).serviceId],
      });
      await pipelines.insert(full);
      expect(await pipelines.find(full)).toEqual(full);
    });

    test("forgets its source system, and takes a service in and out", async () => {
      const { pipelines } = await open();
      const org = anOrg();
      const { sourceSystem: _, ...plain } = aPipeline(org, { sourceSystem: "CRM" });
      await pipelines.insert({ ...plain, sourceSystem: "CRM" });
      const { serviceId } = aService(org);
      await pipelines.update(plain, { when: [], remove: ["sourceSystem"] });
      await pipelines.update(plain, { when: [equals("version", 2)], append: { serviceIds: [serviceId] } });
      expect(await pipelines.find(plain)).toEqual({ ...plain, serviceIds: [serviceId], version: 3 });
      await pipelines.update(plain, { when: [], set: { serviceIds: [] } });
      expect(await pipelines.find(plain)).toEqual({ ...plain, version: 4 });
    });

    test("finds many in the order of their ids as asked, and leaves out what is not there", async () => {
      const { pipelines } = await open();
      const org = anOrg();
      const made = Array.from({ length: 120 }, () => aPipeline(org));
      for (const pipeline of made) await pipelines.insert(pipeline);
      await pipelines.insert(aPipeline(anOrg(), { pipelineId: "theirs" }));
      const ids = made.map((pipeline) => pipeline.pipelineId);
      const found = await pipelines.findMany(org, ["none", ...ids, "theirs"]);
      expect(found.map((pipeline) => pipeline.pipelineId)).toEqual(ids);
      expect(await pipelines.findMany(org, [])).toEqual([]);
    });

    test("counts an org's, and no further than asked", async () => {
      const { pipelines } = await open();
      const org = anOrg();
      expect(await pipelines.count(org, 10)).toBe(0);
      for (let n = 0; n < 4; n++) await pipelines.insert(aPipeline(org));
      await pipelines.insert(aPipeline(anOrg()));
      expect(await pipelines.count(org, 10)).toBe(4);
      expect(await pipelines.count(org, 3)).toBe(3);
    });

    test("says whether it erased it: at its version, and once", async () => {
      const { pipelines } = await open();
      const pipeline = aPipeline(anOrg());
      await pipelines.insert(pipeline);
      expect(await pipelines.erase(pipeline, 2)).toBe(false);
      expect(await pipelines.erase(pipeline, 1)).toBe(true);
      expect(await pipelines.erase(pipeline, 1)).toBe(false);
    });
  });
}
