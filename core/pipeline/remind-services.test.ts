import { describe, expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../clock.ts";
import { createService } from "../service/create-service.ts";
import { deleteService } from "../service/delete-service.ts";
import { afterNext, beforeNext, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { putPipeline } from "./put-pipeline.ts";

/** A data service that links a pipeline, and a portal that gives the pipeline one name after the other. */
async function aRenamedPipeline() {
  const scene = await aLinkingScene();
  await scene.link("a");
  await scene.sweep(MINUTE_MS);
  const { ports, clock } = scene;
  let names = 0;
  const rename = (name = `Name ${++names}`) =>
    putPipeline(ports, anAdmin, "a", {
      ...{ name, kind: "rule", direction: "reads", filePatterns: [], contacts: [] },
    });
  return {
    ...scene,
    rename,
    /** A new name every 20 seconds, and the schedule every minute. */
    async renameFor(minutes: number) {
      for (let minute = 0; minute < minutes; minute++) {
        for (let third = 0; third < 3; third++) {
          clock.advance(20 * SECOND_MS);
          await rename();
        }
        await scene.sweep();
      }
    },
    shown: async () => (await scene.record()).dependents.first.map((one) => one.name).join(),
  };
}

describe("while a pipeline is renamed all the time, the sweep", () => {
  test("finishes a change of pipelines that was abandoned", async () => {
    const { ports, link, renameFor, service, naming, sweep, faultsAtRest } = await aRenamedPipeline();
    interrupt(ports.services, "update", "ok", "dies_before"); // before it lists what it has linked
    expect(await codeOf(link("a", "b"))).toBe("died");
    await renameFor(3);
    expect(await service()).not.toHaveProperty("relinking");
    expect(await naming()).toEqual(["a"]);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("finishes a creation that was abandoned", async () => {
    const { ports, renameFor, sweep, faultsAtRest } = await aRenamedPipeline();
    interrupt(ports.connections, "insert", "dies_before");
    const created = createService(ports, anAdmin, { name: "Ledger", pipelineIds: ["a"] });
    expect(await codeOf(created)).toBe("died");
    await renameFor(3);
    const services = await ports.services.page("acme", 9);
    expect(services.map(({ state }) => state)).toEqual(["ready", "ready"]);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("finishes a deletion that was abandoned: its key stops", async () => {
    const { ports, iam, serviceId, reset, renameFor, service } = await aRenamedPipeline();
    const { accessKeyId } = await reset();
    interrupt(ports.connections, "findMany", "ok", "dies_before"); // as soon as the service is `deleting`
    expect(await codeOf(deleteService(ports, anAdmin, serviceId, "Sales data"))).toBe("died");
    expect(iam.works(accessKeyId)).toBe(true);
    await renameFor(3);
    expect(iam.works(accessKeyId)).toBe(false);
    expect(await service()).toMatchObject({ state: "deleted" });
  });

  test("shows one of the names of the last two minutes", async () => {
    const { renameFor, shown, sweep, faultsAtRest } = await aRenamedPipeline();
    await renameFor(5);
    expect(["Name 9", "Name 10", "Name 11", "Name 12", "Name 13", "Name 14", "Name 15"]).toContain(
      await shown(),
    );
    await sweep(MINUTE_MS);
    expect(await shown()).toBe("Name 15");
    expect(await faultsAtRest()).toEqual([]);
  });
});

test("while a data service is renamed all the time, the sweep finishes a change of its pipelines", async () => {
  const { ports, clock, link, change, service, naming, sweep } = await aRenamedPipeline();
  interrupt(ports.services, "update", "ok", "dies_before");
  expect(await codeOf(link("a", "b"))).toBe("died");
  for (let half = 0; half < 6; half++) {
    clock.advance(30 * SECOND_MS);
    await change({ name: `Name ${half}` });
    await sweep();
  }
  expect(await service()).not.toHaveProperty("relinking");
  expect(await naming()).toEqual(["a"]);
});

describe("a name that is written between", () => {
  test("a sweep of what was due already, which has shown the old one, and the next, is shown by that", async () => {
    const { ports, clock, change, rename, service, shown, sweep, faultsAtRest } = await aRenamedPipeline();
    await change({ name: "Ledger" });
    clock.advance(MINUTE_MS); // what the change left on the agenda is due
    const { update } = ports.pipelines;
    ports.pipelines.update = async (...args) => {
      if (args[1].set?.renaming) return update(...args);
      ports.pipelines.update = update;
      await sweep();
      expect(await service()).toHaveProperty("nextActionAt");
      return update(...args);
    };
    await rename("New name");
    await sweep(MINUTE_MS);
    expect(await shown()).toBe("New name");
    expect(await faultsAtRest()).toEqual([]);
  });

  test("the reading and the last write of a sweep, whose look was not the last then, is shown by the next", async () => {
    const { ports, change, rename, shown, sweep, faultsAtRest } = await aRenamedPipeline();
    await change({ name: "Ledger" });
    afterNext(ports.pipelines, "findMany", () => rename("New name"));
    await sweep(MINUTE_MS);
    await sweep(MINUTE_MS);
    expect(await shown()).toBe("New name");
    expect(await faultsAtRest()).toEqual([]);
  });
});

test("a data service that is put on the agenda just when it is reminded stays there", async () => {
  const { ports, clock, rename, service } = await aRenamedPipeline();
  const dueAt = clock.now();
  beforeNext(ports.services, "update", (...args) =>
    ports.services.update(args[0], { when: [], set: { nextActionAt: dueAt } }),
  );
  await rename();
  expect(await service()).toMatchObject({ nextActionAt: dueAt });
});
