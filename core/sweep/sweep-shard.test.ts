import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { CallFailed, notFound } from "../errors.ts";
import { PatchRefused } from "../record/patch.ts";
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
    /** Two pages of a shard, nine due records each; attending to one takes an eighth of a second, and may fail. */
    async function twoPages(failing: boolean) {
      const { ports, clock } = await aScene();
      const due = { kind: "policy" as const, org: "acme" };
      const pageOf = (from: number) => ({
        nominations: Array.from({ length: 9 }, (_, n) => ({ due, place: String(from + n) })),
      });
      ports.agenda.due = async (_shard, _until, after) =>
        after === "9" ? pageOf(10) : { ...pageOf(1), next: "9" };
      ports.policies.find = async () => {
        clock.advance(125);
        if (failing) throw new CallFailed("GetItem", "throttled");
        return undefined;
      };
      return (seconds: number) => sweepShard(ports, { shard: 3 }, plus(clock.now(), seconds * 1_000));
    }

    test.each([false, true])(
      "goes on behind the last records it tried, eight at a time, failing or not: %s",
      async (failing) => {
        const pass = await twoPages(failing);
        expect(await pass(0)).toEqual({ shard: 3 });
        expect(await pass(0.5)).toEqual({ shard: 3, after: "8" });
        expect(await pass(1.1)).toEqual({ shard: 3, after: "9" });
        expect(await pass(2)).toEqual({ shard: 3, after: "17" });
        expect(await pass(2.5)).toBeUndefined();
      },
    );
  });

  test("goes on when one record cannot be read, and with it those that were read in the same call", async () => {
    const { ports, clock, warnings } = await aScene();
    const { find } = ports.connections;
    ports.connections.findAcross = async () => {
      throw new Error("not a record of this version");
    };
    const tried: string[] = [];
    ports.connections.find = async (ref) => {
      tried.push(ref.connectionId);
      if (ref.connectionId === "con_bad") throw new Error("not a record of this version");
      return find(ref);
    };
    const dueOf = (connectionId: string) => ({ kind: "connection" as const, org: "acme", connectionId });
    ports.agenda.due = async () => ({
      nominations: ["con_bad", "con_good"].map((id) => ({ due: dueOf(id), place: id })),
    });
    await sweepShard(ports, { shard: 3 }, plus(clock.now(), MINUTE_MS));
    expect(tried).toEqual(["con_bad", "con_good"]);
    expect(warnings).toHaveLength(1);
  });

  test.each([
    ["a refusal of core's, in its words", notFound("connection"), "not_found: There is no such connection."],
    [
      "a call that failed, and how",
      new CallFailed("GetItem", "throttled", "SlowDown"),
      "GetItem: throttled (SlowDown)",
    ],
    ["any other error, by its name only: its text could hold anything", new TypeError("secret"), "TypeError"],
  ])("logs of what failed %s", async (_, error, logged) => {
    const { ports, clock } = await aScene();
    const due = { kind: "policy" as const, org: "acme" };
    ports.agenda.due = async () => ({ nominations: [{ due, place: "1" }] });
    ports.policies.find = () => Promise.reject(error);
    const lines: object[] = [];
    ports.log.warn = (message, facts) => lines.push({ message, ...facts });
    await sweepShard(ports, { shard: 3 }, plus(clock.now(), MINUTE_MS));
    const message = "a due record could not be attended to; the next sweep tries again";
    expect(lines).toEqual([{ message, kind: "policy", id: "acme", error: logged }]);
  });

  test("passes over what somebody else wrote meanwhile, without a word", async () => {
    const { ports, clock, warnings } = await aScene();
    const due = { kind: "policy" as const, org: "acme" };
    ports.agenda.due = async () => ({ nominations: [{ due, place: "1" }] });
    ports.policies.find = () => Promise.reject(new PatchRefused());
    await sweepShard(ports, { shard: 3 }, plus(clock.now(), MINUTE_MS));
    expect(warnings).toEqual([]);
  });

  test("looks again before it acts: what is no longer due is left alone", async () => {
    const { ports, ref, sweep, record } = await aScene();
    ports.agenda.due = async () => ({ nominations: [{ due: { kind: "connection", ...ref }, place: "1" }] });
    const before = await record();
    await sweep(MINUTE_MS);
    expect(await record()).toEqual(before);
  });
});
