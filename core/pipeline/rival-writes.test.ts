import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { beforeNext } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPortal } from "../testing/portal-scene.ts";
import { codeOf } from "../testing/scene.ts";
import { deletePipeline } from "./delete-pipeline.ts";
import { addLink } from "./link.ts";
import { remindServices } from "./remind-services.ts";

const ref = { org: "acme", pipelineId: "a" };

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
      const { ports } = await aPortal();
      const { update, erase } = ports.pipelines;
      ports.pipelines.erase = behindRivals(erase, rivals, () => update(ref, { when: [] }));
      await deletePipeline(ports, anAdmin, "a");
    },
  ],
  [
    "a pipeline is told of",
    async (rivals) => {
      const { ports, put } = await aPortal();
      const { update } = ports.pipelines;
      ports.pipelines.update = behindRivals(update, rivals, () => update(ref, { when: [] }));
      await put("a", { name: "Pipeline a" });
    },
  ],
  [
    "a pipeline is linked",
    async (rivals) => {
      const { ports, serviceId, clock } = await aPortal();
      const { update } = ports.pipelines;
      ports.pipelines.update = behindRivals(update, rivals, () => update(ref, { when: [] }));
      await addLink(ports, { org: "acme", serviceId }, "a", plus(clock.now(), MINUTE_MS));
    },
  ],
  [
    "a data service is reminded",
    async (rivals) => {
      const { ports, link, find, serviceId, clock } = await aPortal();
      await link("a");
      const { update } = ports.services;
      ports.services.update = behindRivals(update, rivals, (nth) =>
        update({ org: "acme", serviceId }, { when: [], set: { nextActionAt: plus(clock.now(), nth) } }),
      );
      await remindServices(ports, await find("a"));
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
    const { ports, link, put, find, record, sweep, faultsAtRest } = await aPortal();
    await link("a");
    await sweep(MINUTE_MS);
    beforeNext(ports.pipelines, "update", async () => {
      await put("a", { name: "Other name" });
      await sweep(MINUTE_MS);
      expect((await record()).dependents.first[0]?.name).toBe("Other name");
    });
    await put("a", { name: "Pipeline a", kind: "connector-job" });
    await sweep(MINUTE_MS);
    expect(await find("a")).toMatchObject({ name: "Pipeline a", kind: "connector-job" });
    expect((await record()).dependents.first[0]?.name).toBe("Pipeline a");
    expect(await faultsAtRest()).toEqual([]);
  });

  test("that is new does not overwrite what is told right after", async () => {
    const { ports, put, find } = await aPortal();
    const { insert } = ports.pipelines;
    ports.pipelines.insert = async (pipeline) => {
      const isInserted = await insert(pipeline);
      await put("new", { name: "Later" });
      return isInserted;
    };
    expect(await put("new", { name: "First" })).toMatchObject({
      created: true,
      pipeline: { name: "First", version: 1 },
    });
    expect(await find("new")).toMatchObject({ name: "Later", version: 2 });
  });

  test("that somebody else made and told the same of meanwhile has not made it", async () => {
    const { ports, put, find } = await aPortal();
    beforeNext(ports.pipelines, "insert", async () => {
      await put("new", { name: "Other name" });
      await put("new");
    });
    const { pipeline, created } = await put("new");
    expect(created).toBe(false);
    expect(await find("new")).toEqual(pipeline);
  });
});
