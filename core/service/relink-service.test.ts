import { describe, expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../clock.ts";
import { deletePipeline } from "../pipeline/delete-pipeline.ts";
import { beforeNext, type Interruption, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPipeline } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";

describe("linking pipelines", () => {
  test("lists them in the order given, and each names the service", async () => {
    const { link, naming, record, told: _, service } = await aLinkingScene();
    const linked = await link("c", "a");
    expect(linked).toMatchObject({ pipelineIds: ["c", "a"], updatedBy: "Ada Admin" });
    expect(await naming()).toEqual(["a", "c"]);
    const dependents = {
      count: 2,
      first: [
        { pipelineId: "c", name: "Pipeline c" },
        { pipelineId: "a", name: "Pipeline a" },
      ],
    };
    expect([(await service()).dependents, (await record()).dependents]).toEqual([dependents, dependents]);
    expect(await service()).not.toHaveProperty("relinking");
  });

  test("takes away those no longer listed, and tells how many came and went, in one event", async () => {
    const { change, link, naming, service } = await aLinkingScene();
    await link("a", "b", "c");
    await change({ name: "Ledger", pipelineIds: ["c", "d"] });
    expect(await naming()).toEqual(["c", "d"]);
    const [, first, second, ...rest] = (await service()).outbox;
    expect(first?.data).toMatchObject({ pipelinesLinked: 3, pipelinesUnlinked: 0 });
    expect(second).toMatchObject({
      type: "ServiceChanged",
      metadata: { sequence: 3 },
      data: {
        ...{ serviceName: "Ledger", previousServiceName: "Sales data" },
        ...{ pipelinesLinked: 1, pipelinesUnlinked: 2 },
      },
    });
    expect(rest).toEqual([]);
  });

  test("touches the service, and not its connections, which show it all the same", async () => {
    const { change, link, record, service, clock } = await aLinkingScene();
    const { updatedOn } = await record();
    clock.advance(MINUTE_MS);
    await link("a");
    expect((await record()).updatedOn).toBe(updatedOn);
    expect((await service()).updatedOn).toBe(clock.now());
    await change({ name: "Ledger", pipelineIds: ["b"] });
    expect(await record()).toMatchObject({ serviceName: "Ledger", updatedOn: clock.now() });
  });

  test("the same list again tells nothing; another order does", async () => {
    const { link, service } = await aLinkingScene();
    await link("a", "b");
    const before = await service();
    await link("a", "b");
    expect(await service()).toEqual(before);
    await link("b", "a");
    const { outbox, dependents } = await service();
    expect(outbox.at(-1)?.data).toMatchObject({ pipelinesLinked: 0, pipelinesUnlinked: 0 });
    expect(dependents.first[0]?.pipelineId).toBe("b");
  });

  test("refuses those nobody knows by their places, another org's too, and changes nothing", async () => {
    const { link, service, ports, naming } = await aLinkingScene();
    await ports.pipelines.insert(aPipeline("globex", { pipelineId: "theirs" }));
    await link("a");
    const before = await service();
    const errors = [
      { path: "pipelineIds.1", message: "no such pipeline" },
      { path: "pipelineIds.3", message: "no such pipeline" },
    ];
    const refused = link("b", "theirs", "a", "none");
    const detail = "A pipeline to link does not exist.";
    await expect(refused).rejects.toMatchObject({ code: "unknown_pipeline", detail, more: { errors } });
    expect(await service()).toEqual(before);
    expect(await naming()).toEqual(["a"]);
  });

  test("with one that is deleted just then leaves everything as it was", async () => {
    const { link, service, ports, naming, faultsAtRest, sweep } = await aLinkingScene();
    await link("a");
    const { findMany } = ports.pipelines;
    ports.pipelines.findMany = async (...args) => {
      const found = await findMany(...args);
      ports.pipelines.findMany = findMany;
      await deletePipeline(ports, anAdmin, "c");
      return found;
    };
    const refused = link("b", "c");
    const errors = [{ path: "pipelineIds.1", message: "no such pipeline" }];
    await expect(refused).rejects.toMatchObject({ code: "unknown_pipeline", more: { errors } });
    expect((await service()).pipelineIds).toEqual(["a"]);
    expect(await naming()).toEqual(["a"]);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("names ten on the connections, of a thousand, and the sweep reads no more", async () => {
    const { ports, record, change, faults, sweep } = await aLinkingScene();
    const pipelineIds = Array.from({ length: 1_000 }, (_, n) => `p${n}`);
    await Promise.all(
      pipelineIds.map((pipelineId) => ports.pipelines.insert(aPipeline("acme", { pipelineId }))),
    );
    await change({ pipelineIds });
    const { dependents } = await record();
    expect(dependents.count).toBe(1_000);
    expect(dependents.first.map((one) => one.pipelineId)).toEqual(pipelineIds.slice(0, 10));
    expect(await faults()).toEqual([]);
    const { findMany } = ports.pipelines;
    const read: string[] = [];
    ports.pipelines.findMany = async (org, ids) => {
      read.push(...ids);
      return findMany(org, ids);
    };
    await sweep(MINUTE_MS);
    expect(read).toEqual(pipelineIds.slice(0, 10));
  });
});

describe("a change of pipelines that died", () => {
  /** From a, b, c to c, d, e: two are added, two taken away, one stays. */
  const calls = [
    ...[0, 1, 2].map((call) => ["services", "update", call] as const),
    ...[0, 1, 2, 3].map((call) => ["pipelines", "update", call] as const),
    ["connections", "update", 0] as const,
  ];
  const cases = calls.flatMap(([port, method, call]) =>
    (["dies_before", "dies_after", "lost", "throttled"] as const).map((how) => ({ port, method, call, how })),
  );

  test.each(cases)("at $port.$method, call $call ($how), is finished or undone by the sweep", async (one) => {
    const { port, method, call, how } = one;
    const { ports, link, service, naming, faults, faultsAtRest, sweep } = await aLinkingScene();
    await link("a", "b", "c");
    await sweep(MINUTE_MS);
    interrupt<object>(ports[port], method as never, ...Array<Interruption>(call).fill("ok"), how);
    expect(await codeOf(link("c", "d", "e"))).not.toBe("answered");
    expect(await faults()).toEqual([]);
    for (const id of (await service()).pipelineIds) {
      expect(await codeOf(deletePipeline(ports, anAdmin, id))).toBe("pipeline_in_use");
    }
    await sweep(MINUTE_MS);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
    expect([
      ["a", "b", "c"],
      ["c", "d", "e"],
    ]).toContainEqual(await naming());
  });

  test.each(cases)("at $port.$method, call $call ($how), is done when it is sent again", async (one) => {
    const { port, method, call, how } = one;
    const { ports, link, naming, service, faultsAtRest, sweep, clock } = await aLinkingScene();
    await link("a", "b", "c");
    await sweep(MINUTE_MS);
    interrupt<object>(ports[port], method as never, ...Array<Interruption>(call).fill("ok"), how);
    await codeOf(link("c", "d", "e"));
    const atOnce = await codeOf(link("c", "d", "e"));
    expect(["answered", "operation_in_progress"]).toContain(atOnce);
    clock.advance(MINUTE_MS);
    expect(await codeOf(link("c", "d", "e"))).toBe("answered");
    expect(await naming()).toEqual(["c", "d", "e"]);
    const told = (await service()).outbox.filter((event) => event.type === "ServiceChanged");
    expect(told).toHaveLength(2);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test.each(["services", "pipelines", "connections"] as const)(
    "recognises its writes of %s that were sent twice",
    async (port) => {
      const { ports, link, naming, service, faultsAtRest, sweep } = await aLinkingScene();
      await link("a", "b", "c");
      interrupt<object>(ports[port], "update" as never, ...Array<Interruption>(9).fill("again"));
      expect(await codeOf(link("c", "d", "e"))).toBe("answered");
      expect(await naming()).toEqual(["c", "d", "e"]);
      expect((await service()).outbox).toHaveLength(3);
      await sweep(MINUTE_MS);
      expect(await faultsAtRest()).toEqual([]);
    },
  );
});

describe("two changes of pipelines at once", () => {
  test("exclude each other: one is told to wait", async () => {
    const { link, naming, faults } = await aLinkingScene();
    const codes = await Promise.all([codeOf(link("a", "b")), codeOf(link("b", "c"))]);
    expect(codes.sort()).toEqual(["answered", "operation_in_progress"]);
    expect(await faults()).toEqual([]);
    expect([
      ["a", "b"],
      ["b", "c"],
    ]).toContainEqual(await naming());
  });

  test("say how long the abandoned one still keeps others out", async () => {
    const { ports, link, clock } = await aLinkingScene();
    interrupt(ports.services, "update", "dies_after");
    await codeOf(link("a"));
    clock.advance(20 * SECOND_MS);
    await expect(link("b")).rejects.toMatchObject({
      ...{ code: "operation_in_progress", detail: "Another operation on this data service is running." },
      more: { retryAfterSeconds: 40 },
    });
  });

  test("a rename goes between, and neither is lost", async () => {
    const { ports, change, link, service, record } = await aLinkingScene();
    beforeNext(ports.pipelines, "update", () => change({ name: "Ledger" }));
    await link("a");
    expect(await service()).toMatchObject({ name: "Ledger", pipelineIds: ["a"], sequence: 3 });
    expect(await record()).toMatchObject({ serviceName: "Ledger", dependents: { count: 1 } });
  });

  test("one that was slow writes no link any more once its time is up, and its answer is 503", async () => {
    const { ports, link, clock, naming, sweep, faultsAtRest } = await aLinkingScene();
    const { find } = ports.pipelines;
    let finds = 0;
    ports.pipelines.find = async (ref) => {
      finds += 1;
      if (finds === 3) clock.advance(70 * SECOND_MS);
      return find(ref);
    };
    expect(await codeOf(link("a", "b", "c", "d"))).toBe("unavailable");
    ports.pipelines.find = find;
    await sweep();
    expect(await naming()).toEqual([]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("a link that is written late, after the sweep has settled it, is refused", async () => {
    const { ports, link, naming, sweep, faultsAtRest } = await aLinkingScene();
    beforeNext(ports.pipelines, "update", () => sweep(MINUTE_MS));
    expect(await codeOf(link("a"))).toBe("unavailable");
    await sweep(MINUTE_MS);
    expect(await naming()).toEqual([]);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("one that was taken over while it slept does not list what it linked", async () => {
    const { ports, link, clock, service, naming, sweep, faultsAtRest } = await aLinkingScene();
    const { findMany } = ports.pipelines;
    let reads = 0;
    ports.pipelines.findMany = async (...args) => {
      reads += 1;
      if (reads === 2) {
        clock.advance(MINUTE_MS); // before it lists them
        await link("c");
      }
      return findMany(...args);
    };
    expect(await codeOf(link("a", "b"))).toBe("unavailable");
    expect((await service()).pipelineIds).toEqual(["c"]);
    expect(await naming()).toEqual(["c"]);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });
});
