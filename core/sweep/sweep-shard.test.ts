import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { SHARDS } from "../record/shards.ts";
import { createService } from "../service/create-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { sweepShard } from "./sweep-shard.ts";

describe("a sweep", () => {
  test("that finds nothing due asks each shard once, and reads no record", async () => {
    const { ports, sweep, clock } = await aScene();
    let [queries, reads] = [0, 0];
    const { due } = ports.agenda;
    ports.agenda.due = async (...args) => {
      queries += 1;
      return due(...args);
    };
    ports.connections.find = async () => {
      reads += 1;
      return undefined;
    };
    clock.advance(60 * MINUTE_MS);
    await sweep();
    expect([queries, reads]).toEqual([SHARDS, 0]);
  });

  test("goes on when one record fails, which stays due for the next", async () => {
    const scene = await aScene();
    const { ports, sweep, warnings } = scene;
    for (const name of ["one", "two"]) {
      interrupt(ports.provisioning, "createUser", "dies_before");
      await codeOf(createService(ports, anAdmin, { name }));
    }
    interrupt(ports.provisioning, "createUser", "denied");
    await sweep(MINUTE_MS);
    expect(warnings.length).toBeGreaterThan(0);
    await sweep(MINUTE_MS);
    const services = await ports.services.page("acme", 9);
    expect(services.map((service) => service.state)).toEqual(["ready", "ready", "ready"]);
  });

  describe("whose time is up", () => {
    /** Two pages of a shard, two due records each; attending to one takes a second, and may fail. */
    async function twoPages(failing: boolean) {
      const { ports, clock, ref } = await aScene();
      const due = { kind: "connection" as const, ...ref };
      const pageOf = (places: string[]) => ({ nominations: places.map((place) => ({ due, place })) });
      ports.agenda.due = async (_shard, _until, after) =>
        after === "2" ? pageOf(["3", "4"]) : { ...pageOf(["1", "2"]), next: "2" };
      const find = ports.connections.find;
      ports.connections.find = async (one) => {
        clock.advance(1_000);
        if (failing) throw new CallFailed("GetItem", "throttled");
        return find(one);
      };
      return (seconds: number) => sweepShard(ports, { shard: 3 }, plus(clock.now(), seconds * 1_000));
    }

    test.each([false, true])(
      "goes on behind the last record it tried, failing or not: %s",
      async (failing) => {
        const pass = await twoPages(failing);
        expect(await pass(0)).toEqual({ shard: 3 });
        expect(await pass(1)).toEqual({ shard: 3, after: "1" });
        expect(await pass(3)).toEqual({ shard: 3, after: "3" });
        expect(await pass(4)).toBeUndefined();
      },
    );
  });

  test("looks again before it acts: what is no longer due is left alone", async () => {
    const { ports, ref, sweep, record } = await aScene();
    ports.agenda.due = async () => ({ nominations: [{ due: { kind: "connection", ...ref }, place: "1" }] });
    const before = await record();
    await sweep(MINUTE_MS);
    expect(await record()).toEqual(before);
  });
});
