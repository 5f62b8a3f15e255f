import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { deletePipeline } from "./delete-pipeline.ts";
import { addLink } from "./link.ts";
import type { Pipeline } from "./pipeline.ts";
import { type PipelineFacts, putPipeline } from "./put-pipeline.ts";
import { remindServices } from "./remind-services.ts";

const facts: PipelineFacts = {
  ...{ name: "Pipeline a", kind: "rule", direction: "reads", filePatterns: [], contacts: [] },
};

/** A pipeline that is linked or is not, and a portal that tells of it. */
async function aScene() {
  const scene = await aLinkingScene();
  const { ports } = scene;
  const ref = { org: "acme", pipelineId: "a" };
  return {
    ...{ ...scene, ref },
    find: async (pipelineId = "a") => (await ports.pipelines.find({ ...ref, pipelineId })) as Pipeline,
    put: (change: Partial<PipelineFacts> = {}, pipelineId = "a") =>
      putPipeline(ports, anAdmin, pipelineId, { ...facts, ...change }),
  };
}

/** The call, right before which somebody else writes, so many times. */
function behindRivals<Args extends unknown[], Value>(
  call: (...args: Args) => Promise<Value>,
  rivals: number,
  write: (nth: number) => Promise<unknown>,
): (...args: Args) => Promise<Value> {
  let written = 0;
  return async (...args) => {
    if (written < rivals) await write(++written);
    return call(...args);
  };
}

describe.each<[string, (rivals: number) => Promise<unknown>]>([
  [
    "a pipeline is deleted",
    async (rivals) => {
      const { ports, ref } = await aScene();
      const { update, erase } = ports.pipelines;
      ports.pipelines.erase = behindRivals(erase, rivals, () => update(ref, { when: [] }));
      await deletePipeline(ports, anAdmin, "a");
    },
  ],
  [
    "a pipeline is told of",
    async (rivals) => {
      const { ports, ref, put } = await aScene();
      const { update } = ports.pipelines;
      ports.pipelines.update = behindRivals(update, rivals, () => update(ref, { when: [] }));
      await put();
    },
  ],
  [
    "a pipeline is linked",
    async (rivals) => {
      const { ports, ref, serviceId, clock } = await aScene();
      const { update } = ports.pipelines;
      ports.pipelines.update = behindRivals(update, rivals, () => update(ref, { when: [] }));
      await addLink(ports, { org: "acme", serviceId }, "a", plus(clock.now(), MINUTE_MS));
    },
  ],
  [
    "a data service is reminded",
    async (rivals) => {
      const { ports, link, find, serviceId, clock } = await aScene();
      await link("a");
      const { update } = ports.services;
      ports.services.update = behindRivals(update, rivals, (nth) =>
        update({ org: "acme", serviceId }, { when: [], set: { nextActionAt: plus(clock.now(), nth) } }),
      );
      await remindServices(ports, await find());
    },
  ],
])("%s", (_, write) => {
  test("although nineteen others write first", async () => {
    expect(await codeOf(write(19))).toBe("answered");
  });

  test("not when twenty do, and can be at once again", async () => {
    await expect(write(20)).rejects.toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 1 } });
  });
});

describe("who tells of a pipeline", () => {
  test("that is renamed meanwhile gives it its name back where it is shown, too", async () => {
    const { ports, link, put, find, record, sweep, faultsAtRest } = await aScene();
    await link("a");
    await sweep(MINUTE_MS);
    const { update } = ports.pipelines;
    ports.pipelines.update = async (...args) => {
      ports.pipelines.update = update;
      await put({ name: "Other name" });
      await sweep(MINUTE_MS);
      expect((await record()).dependents.first[0]?.name).toBe("Other name");
      return update(...args);
    };
    await put({ kind: "connector-job" });
    await sweep(MINUTE_MS);
    expect(await find()).toMatchObject({ name: "Pipeline a", kind: "connector-job" });
    expect((await record()).dependents.first[0]?.name).toBe("Pipeline a");
    expect(await faultsAtRest()).toEqual([]);
  });

  test("that is new does not overwrite what is told right after", async () => {
    const { ports, put, find } = await aScene();
    const { insert } = ports.pipelines;
    ports.pipelines.insert = async (pipeline) => {
      const isInserted = await insert(pipeline);
      await put({ name: "Later" }, "new");
      return isInserted;
    };
    expect(await put({ name: "First" }, "new")).toMatchObject({
      created: true,
      pipeline: { name: "First", version: 1 },
    });
    expect(await find("new")).toMatchObject({ name: "Later", version: 2 });
  });

  test("that somebody else made and told the same of meanwhile has not made it", async () => {
    const { ports, put, find } = await aScene();
    const { insert } = ports.pipelines;
    ports.pipelines.insert = async (pipeline) => {
      ports.pipelines.insert = insert;
      await put({ name: "Other name" }, "new");
      await put({}, "new");
      return insert(pipeline);
    };
    const { pipeline, created } = await put({}, "new");
    expect(created).toBe(false);
    expect(await find("new")).toEqual(pipeline);
  });
});
