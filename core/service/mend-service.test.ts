import { expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { putPipeline } from "../pipeline/put-pipeline.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { mendService } from "./mend-service.ts";
import type { Service } from "./service.ts";

test("a sweep that sleeps for longer than its lease leaves the service to whoever has the next one", async () => {
  const { ports, clock, service } = await aLinkingScene();
  const leave = async (id: string, forMs: number) => {
    const expiresAt = plus(clock.now(), forMs);
    const relinking = { id, pipelineIds: ["a"], expiresAt };
    await ports.services.update((await service()) as Service, {
      when: [],
      set: { relinking, nextActionAt: expiresAt },
    });
  };
  await leave("abandoned", 0);
  const update: typeof ports.pipelines.update = async (...args) => {
    const updated = await ports.pipelines.update(...args);
    clock.advance(2 * MINUTE_MS);
    await leave("another", MINUTE_MS);
    return updated;
  };
  const pipelines = Object.assign(Object.create(ports.pipelines), { update });
  clock.advance(MINUTE_MS);
  const mended = mendService({ ...ports, pipelines }, (await service()) as Service);
  expect(await codeOf(mended)).toBe("operation_in_progress");
  const due = plus(clock.now(), MINUTE_MS);
  expect(await service()).toMatchObject({ relinking: { id: "another" }, nextActionAt: due });
});

test("a sweep that sleeps with an old name of a pipeline does not replace the new one", async () => {
  const { ports, clock, service, record, link, sweep, faultsAtRest } = await aLinkingScene();
  await link("a");
  await sweep(MINUTE_MS);
  const facts = { kind: "rule" as const, direction: "reads" as const, filePatterns: [], contacts: [] };
  const due = await service();
  const asleep = Object.assign(Object.create(ports.connections), {
    update: async (...args: Parameters<typeof ports.connections.update>) => {
      await putPipeline(ports, anAdmin, "a", { ...facts, name: "Renamed" });
      await sweep(2 * MINUTE_MS);
      expect((await record()).dependents.first[0]?.name).toBe("Renamed");
      return ports.connections.update(...args);
    },
  });
  await putPipeline(ports, anAdmin, "a", { ...facts, name: "Old" });
  clock.advance(2 * MINUTE_MS);
  await mendService({ ...ports, connections: asleep }, due).catch(() => undefined);
  expect((await record()).dependents.first[0]?.name).toBe("Renamed");
  await sweep(2 * MINUTE_MS);
  expect(await faultsAtRest()).toEqual([]);
});

test("a request that sleeps with an old name before it shows its change does not replace the new one", async () => {
  const { ports, record, link, sweep } = await aLinkingScene();
  const facts = { kind: "rule" as const, direction: "reads" as const, filePatterns: [], contacts: [] };
  const { findMany } = ports.connections;
  ports.connections.findMany = async (...args) => {
    ports.connections.findMany = findMany;
    await putPipeline(ports, anAdmin, "a", { ...facts, name: "Renamed" });
    await sweep(2 * MINUTE_MS);
    return findMany(...args);
  };
  await link("a");
  expect((await record()).dependents.first[0]?.name).toBe("Renamed");
});
