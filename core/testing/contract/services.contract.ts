import { describe, expect, test } from "vitest";
import { equals, fewerThan, PatchRefused } from "../../record/patch.ts";
import type { Service } from "../../service/service.ts";
import type { Services } from "../../service/services.ts";
import { aConnection, anOrg, aService, aServiceDeleted, SAMPLE_TIME } from "../sample-records.ts";
import { describeRecords } from "./records.contract.ts";

/** What every adapter of Services has to do. `open` may give the same table each time. */
export function describeServices(name: string, open: () => Promise<{ services: Services }>): void {
  describe(name, () => {
    describeRecords<Service>(async () => {
      const { services } = await open();
      return {
        ...services,
        sample: aService,
        idOf: (service) => service.serviceId,
        inOrg: (service, org) => ({ ...service, org }),
      };
    });

    test("gives back every field as it was written", async () => {
      const { services } = await open();
      const plain = aService(anOrg(), { creation: { bodyHash: "body", expiresAt: SAMPLE_TIME } });
      const full: Service = {
        ...plain,
        pipelineIds: ["p.1"],
        outbox: [aServiceDeleted(plain, 1)],
        sequence: 1,
        system: "regional",
      };
      await services.insert({ ...full, nextActionAt: SAMPLE_TIME });
      expect(await services.find(full)).toEqual({ ...full, nextActionAt: SAMPLE_TIME });
    });

    test("names a tenth connection and refuses an eleventh", async () => {
      const { services } = await open();
      const org = anOrg();
      const nine = Array.from({ length: 9 }, () => aConnection(org).connectionId);
      const service = aService(org, { connectionIds: nine });
      await services.insert(service);
      const [tenth, eleventh] = [aConnection(org).connectionId, aConnection(org).connectionId];
      const add = (connectionId: string) =>
        services.update(service, {
          when: [fewerThan("connectionIds", 10)],
          append: { connectionIds: [connectionId] },
        });
      expect((await add(tenth)).connectionIds).toEqual([...nine, tenth]);
      await expect(add(eleventh)).rejects.toBeInstanceOf(PatchRefused);
      expect((await services.find(service))?.connectionIds).toEqual([...nine, tenth]);
    });

    test("counts an org's services without tombstones and Keyturn's own, and no further than asked", async () => {
      const { services } = await open();
      const org = anOrg();
      expect(await services.count(org, 10)).toBe(0);
      const states: Service["state"][] = ["ready", "creating", "deleting", "deleted", "ready"];
      const made = states.map((state) => aService(org, { state }));
      for (const service of made) await services.insert(service);
      await services.insert(aService(anOrg()));
      await services.insert(aService(org, { system: "regional" }));
      expect(await services.count(org, 10)).toBe(4);
      expect(await services.count(org, 4)).toBe(4);
      expect(await services.count(org, 3)).toBe(3);
      await services.update(made[0] as Service, {
        when: [equals("state", "ready")],
        set: { state: "deleted" },
      });
      expect(await services.count(org, 10)).toBe(3);
    });
  });
}
