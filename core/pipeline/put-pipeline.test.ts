import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus, SECOND_MS } from "../clock.ts";
import { createService } from "../service/create-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPipeline } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { deletePipeline } from "./delete-pipeline.ts";
import { PIPELINES_PER_ORG_MAX } from "./pipeline.ts";
import { type PipelineFacts, putPipeline } from "./put-pipeline.ts";

const facts: PipelineFacts = {
  ...{ name: "Nightly load", kind: "rule", direction: "reads" },
  ...{ filePatterns: ["*.csv"], contacts: ["ada@example.com"], sourceSystem: "CRM" },
};

async function aPortal() {
  const scene = await aLinkingScene();
  const { ports } = scene;
  const put = (pipelineId: string, change: Partial<PipelineFacts> = {}) =>
    putPipeline(ports, anAdmin, pipelineId, { ...facts, ...change });
  const find = (pipelineId: string) => ports.pipelines.find({ org: "acme", pipelineId });
  const shown = async () => {
    const records = [await scene.service(), await scene.record()];
    return records.map((one) => one.dependents.first.map(({ name }) => name).join());
  };
  return { ...scene, put, find, shown };
}

describe("telling of a pipeline", () => {
  test("makes it, changes it, and forgets what is told no longer", async () => {
    const { put, find, clock } = await aPortal();
    const first = await put("new");
    expect(first).toMatchObject({ created: true, pipeline: { ...facts, serviceIds: [], version: 1 } });
    clock.advance(MINUTE_MS);
    const { sourceSystem: _, ...less } = { ...facts, name: "Weekly load" };
    const { pipeline, created } = await put("new", { ...less, sourceSystem: undefined as never });
    expect([created, pipeline.createdOn]).toEqual([false, first.pipeline.createdOn]);
    expect(await find("new")).toMatchObject({ name: "Weekly load", updatedOn: clock.now() });
    expect(await find("new")).not.toHaveProperty("sourceSystem");
  });

  test.each<Partial<PipelineFacts>>([
    { name: "Weekly load" },
    { kind: "data-pipeline" },
    { direction: "writes" },
    { filePatterns: ["*.csv", "*.txt"] },
    { contacts: [] },
    { sourceSystem: "ERP" },
  ])("anew: %j is taken down, and the rest stays", async (change) => {
    const { put, find } = await aPortal();
    await put("new");
    expect(await put("new", change)).toEqual({ pipeline: await find("new"), created: false });
    expect(await find("new")).toMatchObject({ ...facts, ...change, version: 2 });
  });

  test("what is known already writes nothing", async () => {
    const { put, find, clock } = await aPortal();
    await put("new");
    const before = await find("new");
    clock.advance(MINUTE_MS);
    expect(await put("new")).toEqual({ pipeline: before, created: false });
  });

  test("keeps who links it", async () => {
    const { put, link, find, serviceId, faults } = await aPortal();
    await link("a");
    await put("a", { kind: "connector-job" });
    expect(await find("a")).toMatchObject({ kind: "connector-job", serviceIds: [serviceId] });
    expect(await faults()).toEqual([]);
  });

  test("while it is being linked loses neither", async () => {
    const { put, link, ports, find, serviceId } = await aPortal();
    const { update } = ports.pipelines;
    ports.pipelines.update = async (...args) => {
      ports.pipelines.update = update;
      await link("a");
      return update(...args);
    };
    await put("a", { name: "Other" });
    expect(await find("a")).toMatchObject({ name: "Other", serviceIds: [serviceId] });
  });

  test("the 10,000th is welcome, the next is not; a change always is", async () => {
    const { put, ports } = await aPortal();
    ports.pipelines.count = async (_, atMost) => Math.min(atMost, PIPELINES_PER_ORG_MAX - 1);
    expect(await codeOf(put("last"))).toBe("answered");
    ports.pipelines.count = async (_, atMost) => Math.min(atMost, PIPELINES_PER_ORG_MAX);
    await expect(put("more")).rejects.toMatchObject({
      code: "pipeline_limit_reached",
      detail: "An org has at most 10000 pipelines.",
      more: { params: { max: 10_000 } },
    });
    expect(await codeOf(put("last", { name: "Changed" }))).toBe("answered");
  });

  test("recognises a pipeline that it made when it was sent twice", async () => {
    const { put, find, ports } = await aPortal();
    interrupt(ports.pipelines, "insert", "again");
    expect(await put("new")).toEqual({ pipeline: await find("new"), created: true });
  });

  test("twice at once makes it once", async () => {
    const { put, find } = await aPortal();
    const both = await Promise.all([put("new", { name: "One" }), put("new", { name: "Two" })]);
    expect(both.map((one) => one.created).sort()).toEqual([false, true]);
    expect((await find("new"))?.version).toBe(2);
  });
});

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
    [15 * SECOND_MS - 1, 0],
    [15 * SECOND_MS, 15 * SECOND_MS],
  ])("written %d ms later is looked for a minute after %d ms", async (ms, remindedAtMs) => {
    const { put, link, service, sweep, ports, clock } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    const startedAt = clock.now();
    const { update } = ports.pipelines;
    ports.pipelines.update = async (...args) => {
      clock.advance(ms);
      return update(...args);
    };
    await put("a", { name: "New name" });
    expect((await service()).namesDueAt).toBe(plus(startedAt, remindedAtMs + MINUTE_MS));
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
    const { findMany } = ports.pipelines;
    ports.pipelines.findMany = async (...args) => {
      const found = await findMany(...args);
      ports.pipelines.findMany = findMany;
      await put("a", { name: "New name" });
      return found;
    };
    await sweep(MINUTE_MS);
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(["New name", "New name"]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("is not overlooked by a service that links it just then", async () => {
    const { put, link, shown, sweep, ports, faultsAtRest } = await aPortal();
    const { update } = ports.connections;
    ports.connections.update = async (...args) => {
      ports.connections.update = update;
      await put("a", { name: "New name" });
      return update(...args);
    };
    await link("a");
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(["New name", "New name"]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("that is written late, after the sweep has looked, is shown a little later", async () => {
    const { put, link, shown, sweep, ports, faultsAtRest } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    const { update } = ports.pipelines;
    ports.pipelines.update = async (...args) => {
      await sweep(2 * MINUTE_MS);
      return update(...args);
    };
    await put("a", { name: "New name" });
    await sweep(MINUTE_MS);
    expect(await shown()).toEqual(["New name", "New name"]);
    expect(await faultsAtRest()).toEqual([]);
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
});

describe("deleting a pipeline", () => {
  test("forgets it, once", async () => {
    const { ports, find } = await aPortal();
    await deletePipeline(ports, anAdmin, "a");
    expect(await find("a")).toBeUndefined();
    await expect(deletePipeline(ports, anAdmin, "a")).rejects.toMatchObject({
      code: "not_found",
      detail: "There is no such pipeline.",
    });
    const stranger = { ...anAdmin, org: "globex" };
    expect(await codeOf(deletePipeline(ports, stranger, "b"))).toBe("not_found");
  });

  test("that is linked is refused, and says by how many", async () => {
    const { ports, link, serviceId } = await aPortal();
    await link("a");
    await expect(deletePipeline(ports, anAdmin, "a")).rejects.toMatchObject({
      code: "pipeline_in_use",
      detail: "Data services are linked to this pipeline. Take it from their lists first.",
      more: { params: { serviceCount: 1, firstServiceId: serviceId } },
    });
  });

  test("that is linked just then is refused", async () => {
    const { ports, link, find } = await aPortal();
    const { erase } = ports.pipelines;
    ports.pipelines.erase = async (...args) => {
      await link("a");
      return erase(...args);
    };
    expect(await codeOf(deletePipeline(ports, anAdmin, "a"))).toBe("pipeline_in_use");
    expect(await find("a")).toBeDefined();
  });

  test("recognises its own deletion that was sent twice", async () => {
    const { ports, find } = await aPortal();
    interrupt(ports.pipelines, "erase", "again");
    expect(await codeOf(deletePipeline(ports, anAdmin, "a"))).toBe("answered");
    expect(await find("a")).toBeUndefined();
  });
});
