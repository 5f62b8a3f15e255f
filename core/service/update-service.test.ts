import { describe, expect, test } from "vitest";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aService } from "../testing/sample-records.ts";
import { updateService } from "./update-service.ts";

/** Somebody else writes right after each of the first so many readings. */
async function aContestedService(writes: number) {
  const { ports } = memoryWorld();
  const service = aService("acme");
  await ports.services.insert(service);
  const { find } = ports.services;
  let made = 0;
  ports.services.find = async (ref) => {
    const found = await find(ref);
    if (made++ < writes)
      await ports.services.update(ref, { when: [], append: { pipelineIds: [`p${made}`] } });
    return found;
  };
  const change = () => updateService(ports, service, () => ({ set: { name: "Ledger" } }));
  return { change, record: () => find(service) };
}

describe("a data service that others write, too,", () => {
  test("is changed at the twentieth attempt, and nothing of theirs is lost", async () => {
    const { change, record } = await aContestedService(19);
    expect(await change()).toMatchObject({ name: "Ledger", version: 21 });
    expect((await record())?.pipelineIds).toHaveLength(19);
  });

  test("is given up after twenty attempts, as it is, to be tried again in a second", async () => {
    const { change, record } = await aContestedService(20);
    const refused = { code: "unavailable", more: { retryAfterSeconds: 1 } };
    await expect(change()).rejects.toMatchObject(refused);
    expect(await record()).toMatchObject({ name: "Sales data", version: 21 });
  });
});
