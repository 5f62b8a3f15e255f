import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import type { RecordPorts } from "../ports.ts";
import { createService } from "../service/create-service.ts";
import { afterNext, beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPortal } from "../testing/portal-scene.ts";
import { aPipeline } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { deletePipeline } from "./delete-pipeline.ts";

/** What comes to pass once a new name is announced, right before it is written. */
function beforeItsName({ pipelines }: Pick<RecordPorts, "pipelines">, what: () => Promise<unknown>): void {
  const { update } = pipelines;
  pipelines.update = async (...args) => {
    if (args[1].set?.renaming) return update(...args);
    pipelines.update = update;
    await what();
    return update(...args);
  };
}

describe("a pipeline's new name", () => {
  test("is shown by the services that link it, and by their connections, within two minutes", async () => {
    const { put, link, shown, sweep, faultsAtRest, ports } = await aPortal();
    await link("b", "a");
    const { connection } = await createService(ports, anAdmin, { name: "Ledger", pipelineIds: ["a"] });
    await sweep(MINUTE_MS);
    await put("a", { name: "New name" });
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(Array(2).fill("Pipeline b,New name"));
    expect((await ports.connections.find(connection))?.dependents.first[0]?.name).toBe("New name");
    expect(await faultsAtRest()).toEqual([]);
  });

  test("touches neither, and tells nothing", async () => {
    const { put, link, service, record, sweep } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    const before = [await service(), await record()].map(({ updatedOn, outbox, sequence }) => ({
      updatedOn,
      outbox,
      sequence,
    }));
    await put("a", { name: "New name" });
    await sweep(MINUTE_MS);
    expect([await service(), await record()]).toMatchObject(before);
  });

  test("that is none leaves its services alone", async () => {
    const { put, link, service, sweep } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    const before = await service();
    await put("a", { name: "Pipeline a" });
    expect(await service()).toEqual(before);
  });

  test.each([
    ["services", "dies_before"],
    ["services", "dies_after"],
    ["pipelines", "dies_before"],
    ["pipelines", "dies_after"],
  ] as const)("whose telling died at %s.update (%s) is shown everywhere or nowhere", async (port, how) => {
    const { put, link, sweep, faultsAtRest, ports } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    interrupt<object>(ports[port], "update" as never, how);
    expect(await codeOf(put("a", { name: "New name" }))).toBe("died");
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("is not overlooked by a sweep that read the old one just before", async () => {
    const { put, link, shown, sweep, ports, faultsAtRest } = await aPortal();
    await link("a");
    afterNext(ports.pipelines, "findMany", () => put("a", { name: "New name" }));
    await sweep(MINUTE_MS);
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(["New name", "New name"]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("is not overlooked by a service that links it just then", async () => {
    const { put, link, shown, sweep, ports, faultsAtRest } = await aPortal();
    beforeNext(ports.connections, "update", () => put("a", { name: "New name" }));
    await link("a");
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(["New name", "New name"]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("that is to be written after the sweep has looked is announced again first, and shown a little later", async () => {
    const { put, link, shown, sweep, ports, faultsAtRest } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    beforeItsName(ports, () => sweep(2 * MINUTE_MS));
    await put("a", { name: "New name" });
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(["New name", "New name"]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("is not written by somebody who sleeps until the sweep has looked, and dies before anything is announced again", async () => {
    const { put, link, find, sweep, ports, faultsAtRest } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    beforeItsName(ports, async () => {
      await sweep(2 * MINUTE_MS);
      interrupt(ports.services, "update", "dies_before");
    });
    expect(await codeOf(put("a", { name: "New name" }))).toBe("died");
    await sweep(MINUTE_MS);
    expect(await find("a")).toMatchObject({ name: "Pipeline a" });
    expect(await faultsAtRest()).toEqual([]);
  });

  test("that was announced by somebody who died is not in the way of another", async () => {
    const { put, link, find, shown, sweep, ports } = await aPortal();
    await link("a");
    interrupt(ports.pipelines, "update", "dies_after");
    expect(await codeOf(put("a", { name: "New name" }))).toBe("died");
    expect(await find("a")).toMatchObject({ name: "Pipeline a", renaming: true });
    await put("a", { name: "Other name" });
    expect(await find("a")).not.toHaveProperty("renaming");
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(["Other name", "Other name"]);
  });

  test("that was announced, and is not given, is forgotten when its services are looked at", async () => {
    const { put, link, find, sweep, ports } = await aPortal();
    await link("a");
    interrupt(ports.pipelines, "update", "ok", "dies_before");
    expect(await codeOf(put("a", { name: "New name" }))).toBe("died");
    await sweep(MINUTE_MS - 1);
    expect(await find("a")).toHaveProperty("renaming");
    await sweep(1);
    expect(await find("a")).not.toHaveProperty("renaming");
  });

  test.each([15 * SECOND_MS - 1, 15 * SECOND_MS, 50 * SECOND_MS])(
    "written %d ms after its services were reminded, before the sweep, is looked for when they were told",
    async (ms) => {
      const { put, link, service, shown, sweep, ports, clock } = await aPortal();
      await link("a");
      await sweep(MINUTE_MS);
      const namesDueAt = plus(clock.now(), MINUTE_MS);
      beforeItsName(ports, async () => clock.advance(ms));
      await put("a", { name: "New name" });
      expect(await service()).toMatchObject({ namesDueAt, nextActionAt: namesDueAt });
      await sweep(MINUTE_MS - ms);
      expect(await shown()).toEqual(["New name", "New name"]);
    },
  );

  test("of one that no service links is written at once", async () => {
    const { put, find } = await aPortal();
    const { version } = await find("a");
    await put("a", { name: "New name" });
    expect(await find("a")).toMatchObject({ name: "New name", version: version + 1 });
  });

  test("is not written when its services cannot be reminded in time", async () => {
    const { put, link, find, ports, clock } = await aPortal();
    await link("a");
    const { update } = ports.services;
    ports.services.update = async (...args) => {
      clock.advance(20 * SECOND_MS);
      return update(...args);
    };
    expect(await codeOf(put("a", { name: "New name" }))).toBe("unavailable");
    expect(await find("a")).toMatchObject({ name: "Pipeline a" });
  });

  test("is not overlooked by a service that is made just then", async () => {
    const { put, ports, sweep, faultsAtRest } = await aPortal();
    const { insert } = ports.connections;
    ports.connections.insert = async (connection) => {
      await put("a", { name: "New name" });
      return insert(connection);
    };
    await createService(ports, anAdmin, { name: "Ledger", pipelineIds: ["a"] });
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("does not wake a tombstone", async () => {
    const { put, ports, service } = await aPortal();
    const tombstone = { ...(await service()), serviceId: `svc_${"1".repeat(32)}`, state: "deleted" as const };
    await ports.services.insert(tombstone);
    const linked = aPipeline("acme", { pipelineId: "x", serviceIds: [tombstone.serviceId] });
    await ports.pipelines.insert(linked);
    await put("x", { name: "New name" });
    expect(await ports.services.find(tombstone)).toEqual(tombstone);
  });

  test("given by two at once is written by both in two rounds at most", async () => {
    const { put, link, find, ports } = await aPortal();
    await link("a");
    const { version } = await find("a");
    await Promise.all([put("a", { name: "One name" }), put("a", { name: "Other name" })]);
    expect((await find("a")).version - version).toBeLessThanOrEqual(5);
    expect(["One name", "Other name"]).toContain((await find("a")).name);
    expect(await find("a")).not.toHaveProperty("renaming");
    expect(await ports.pipelines.page("acme", 9)).toHaveLength(6);
  });

  test("of a pipeline that was deleted and made again is not written to the one that bears its id now", async () => {
    const { put, link, find, shown, sweep, ports, clock, faultsAtRest } = await aPortal();
    await put("a", { name: "Former name" });
    beforeItsName(ports, async () => {
      await deletePipeline(ports, anAdmin, "a");
      clock.advance(MINUTE_MS);
      await put("a", { name: "Made again" });
      await link("a");
      await sweep(MINUTE_MS);
    });
    await put("a", { name: "New name" });
    await sweep(MINUTE_MS);
    expect([(await find("a")).name, ...(await shown())]).toEqual(Array(3).fill("New name"));
    expect(await faultsAtRest()).toEqual([]);
  });
});
