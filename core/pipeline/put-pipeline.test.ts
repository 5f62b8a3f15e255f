import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPortal, facts } from "../testing/portal-scene.ts";
import { codeOf } from "../testing/scene.ts";
import { deletePipeline } from "./delete-pipeline.ts";
import { PIPELINES_PER_ORG_MAX } from "./pipeline.ts";
import type { PipelineFacts } from "./put-pipeline.ts";

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
    beforeNext(ports.pipelines, "update", () => link("a"));
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

  test("that was deleted, made again and linked meanwhile is refused", async () => {
    const { ports, clock, put, link, find } = await aPortal();
    await put("a", { name: "Second version" });
    beforeNext(ports.pipelines, "erase", async () => {
      await deletePipeline(ports, anAdmin, "a");
      clock.advance(1);
      await put("a");
      await link("a"); // its second version, as it was seen
    });
    expect(await codeOf(deletePipeline(ports, anAdmin, "a"))).toBe("pipeline_in_use");
    expect(await find("a")).toMatchObject({ serviceIds: [expect.any(String)] });
  });

  test("recognises its own deletion that was sent twice", async () => {
    const { ports, find } = await aPortal();
    interrupt(ports.pipelines, "erase", "again");
    expect(await codeOf(deletePipeline(ports, anAdmin, "a"))).toBe("answered");
    expect(await find("a")).toBeUndefined();
  });
});
