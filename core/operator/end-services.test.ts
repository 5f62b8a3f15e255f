import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { deleteService } from "../service/delete-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aConnection, aService } from "../testing/sample-records.ts";
import { aScene } from "../testing/scene.ts";
import { endServices } from "./end-services.ts";

/** A data service with a key, of an org that is being deleted. */
async function anEnd() {
  const scene = await aScene();
  const { accessKeyId } = await scene.reset();
  scene.clock.advance(10 * MINUTE_MS);
  const { ports, clock, serviceId } = scene;
  const run = (forMs = 10 * MINUTE_MS) => endServices(ports, "acme", plus(clock.now(), forMs));
  const state = async () => (await ports.services.find({ org: "acme", serviceId }))?.state;
  return { ...scene, accessKeyId, run, state };
}

describe("ending the data services of an org", () => {
  test.each(["throttled", "unknown"] as const)(
    "goes on by itself when a call to IAM was %s",
    async (failure) => {
      const { iam, run, state } = await anEnd();
      interrupt(iam, "list", failure);
      expect(await run()).toEqual([]);
      expect(await state()).toBe("deleted");
    },
  );

  test("says what is left, and why, when IAM does not allow it, and ends the others", async () => {
    const { iam, ports, run, serviceId, accessKeyId, state } = await anEnd();
    const second = aService("acme", { serviceId: `svc_${"f".repeat(32)}` });
    await ports.services.insert(second);
    interrupt(iam, "list", "denied");
    expect(await run()).toEqual([{ of: serviceId, error: expect.stringContaining("denied") }]);
    expect([await state(), iam.works(accessKeyId)]).toEqual(["ready", true]);
    expect((await ports.services.find(second))?.state).toBe("deleted");
  });

  test("has nothing to say of one that somebody else deleted meanwhile, and took away", async () => {
    const { ports, run, serviceId } = await anEnd();
    const { page } = ports.services;
    ports.services.page = async (...asked) => {
      ports.services.page = page;
      const found = await page(...asked);
      await deleteService(ports, anAdmin, serviceId, "Sales data");
      return found;
    };
    expect(await run()).toEqual([]);
  });

  test("touches nothing when there is no time left, and says what is there", async () => {
    const { run, serviceId, accessKeyId, iam } = await anEnd();
    expect(await run(0)).toEqual([{ of: serviceId, error: expect.stringContaining("run this again") }]);
    expect(iam.works(accessKeyId)).toBe(true);
  });

  test("finds those behind a hundred tombstones", async () => {
    const { ports, iam, run } = await anEnd();
    for (let count = 0; count < 100; count++) {
      const id = count.toString(16).padStart(32, "0");
      await ports.services.insert(aService("acme", { serviceId: `svc_${id}`, state: "deleted" }));
      await ports.connections.insert(aConnection("acme", { connectionId: `con_${id}`, state: "deleted" }));
    }
    const last = aConnection("acme", { connectionId: `con_${"f".repeat(32)}` });
    await ports.connections.insert(last);
    await iam.createUser(last);
    expect(await run()).toEqual([]);
    expect([...iam.users.keys()]).toEqual([]);
  });
});
