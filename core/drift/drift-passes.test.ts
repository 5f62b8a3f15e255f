import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import type { ConnectionRef } from "../connection/connection.ts";
import { CallFailed } from "../errors.ts";
import { SHARDS } from "../record/shards.ts";
import type { Agenda, Due } from "../sweep/agenda.ts";
import { driftScene } from "../testing/drift-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryWorld, testDeployment, warningsInto } from "../testing/memory-ports.ts";
import { type DriftPass, findDrift } from "./find-drift.ts";

type Page = Awaited<ReturnType<Agenda["due"]>>;

const org = "acme";
const pageOf = (dues: Due[], name: string, next?: string): Page => ({
  nominations: dues.map((due, n) => ({ due, place: `${name}${n + 1}` })),
  ...(next !== undefined && { next }),
});
const connections = (count: number): Due[] =>
  Array.from({ length: count }, (_, n) => ({ kind: "connection", org, connectionId: `con_${n + 1}` }));

/** Shard 0 has these pages, the others are empty; each batch that is read takes a minute. */
function aWorld(...pages: Page[]) {
  const { ports, clock } = memoryWorld();
  const batches: string[][] = [];
  const places: (string | undefined)[] = [];
  const agenda: Agenda = {
    due: async (shard, _, after) => {
      if (shard !== 0) return { nominations: [] };
      places.push(after);
      const page = after === undefined ? 0 : pages.findIndex(({ next }) => next === after) + 1;
      return pages[page] ?? { nominations: [] };
    },
  };
  const read = async (refs: readonly ConnectionRef[]) => {
    batches.push(refs.map(({ connectionId }) => connectionId));
    clock.advance(MINUTE_MS);
    return [];
  };
  const seen = { ...ports, agenda, connections: { ...ports.connections, findAcross: read } };
  const from = (pass: DriftPass, minutes: number) =>
    findDrift(seen, pass, plus(clock.now(), minutes * MINUTE_MS));
  return { ports: seen, clock, batches, places, from };
}

describe("a pass over the agenda", () => {
  test("reads the connections it names ten at a time, to the end of its pages, and nothing else", async () => {
    const others: Due[] = [
      { kind: "policy", org },
      { kind: "service", org, serviceId: "svc_1" },
    ];
    const world = aWorld(
      pageOf([...others, ...connections(21)], "a", "a23"),
      pageOf(Array(10).fill(others[0]), "b", "b10"),
      pageOf(connections(1), "c"),
    );
    expect(await world.from({ part: 0 }, 99)).toBeUndefined();
    expect(world.batches.map((ids) => ids.length)).toEqual([8, 10, 3, 1]);
    expect(new Set(world.batches.flat()).size).toBe(21);
    expect(world.places).toEqual([undefined, "a23", "b10"]);
  });

  test.each<[after: string, pages: Page[], next: DriftPass]>([
    ["a batch of a page", [pageOf(connections(11), "a")], { part: 0, after: "a10" }],
    ["the last batch of a page", [pageOf(connections(10), "a", "a10")], { part: 0, after: "a10" }],
    ["the last batch of a shard", [pageOf(connections(10), "a")], { part: 1 }],
  ])("goes on behind %s when its time is over", async (_, pages, next) => {
    const world = aWorld(...pages);
    expect(await world.from({ part: 0 }, 1)).toEqual(next);
    expect(world.batches).toHaveLength(1);
  });

  test("reads on as long as it has time, and the next one begins where it ended", async () => {
    const world = aWorld(pageOf(connections(20), "a", "a20"), pageOf(connections(10), "b"));
    expect(await world.from({ part: 0 }, 2)).toEqual({ part: 0, after: "a20" });
    expect(await world.from({ part: 0, after: "a20" }, 2)).toBeUndefined();
    expect(world.batches).toHaveLength(3);
  });

  test("begins the users in another pass when its time is over", async () => {
    const world = aWorld();
    expect(await world.from({ part: SHARDS - 1 }, 0)).toEqual({ part: SHARDS });
  });

  test("compares what can be read where some records cannot, and names those in the log", async () => {
    const scene = await driftScene();
    const { ports, connectionId, userName, accessKeyId } = scene;
    scene.settle();
    await scene.iam.deactivate({ userName }, accessKeyId);
    const logged: unknown[][] = [];
    const { find } = ports.connections;
    const agenda: Agenda = {
      due: async (shard) =>
        shard === 0
          ? pageOf([...connections(2), { kind: "connection", org, connectionId }], "a")
          : { nominations: [] },
    };
    ports.connections.find = async (ref) => {
      if (ref.connectionId === "con_1") throw new CallFailed("GetItem", "throttled");
      return find(ref);
    };
    interrupt(ports.connections, "findAcross", "unknown");
    const log = warningsInto(logged);
    const until = plus(scene.clock.now(), MINUTE_MS);
    await findDrift({ ...ports, agenda, log }, { part: 0 }, until);
    expect(logged[0]).toEqual(["a record could not be read", { id: "con_1", error: "CallFailed" }]);
    expect(await scene.found()).toEqual(["KeyDriftDetected key_deactivated"]);
  });
});

describe("a pass over the users", () => {
  const buckets = ["main", "second"].map((cellId) => ({ ...testDeployment.buckets[0], cellId }));
  /** Each cell has two pages of users, each of which takes a minute. */
  function twoCells() {
    const world = aWorld();
    const asked: string[] = [];
    const page = async (cellId: string, _: number, after = "") => {
      asked.push(`${cellId} ${after}`.trim());
      world.clock.advance(MINUTE_MS - world.ports.pace.pauseMs);
      return { users: [], ...(after === "" && { next: "more" }) };
    };
    const deployment = { ...world.ports.deployment, buckets: buckets as typeof testDeployment.buckets };
    const ports = { ...world.ports, deployment, userList: { page } };
    const from = (pass: DriftPass, minutes: number) =>
      findDrift(ports, pass, plus(world.clock.now(), minutes * MINUTE_MS));
    return { asked, from };
  }

  test("asks for those of each cell, page by page", async () => {
    const { asked, from } = twoCells();
    expect(await from({ part: SHARDS }, 9)).toBeUndefined();
    expect(asked).toEqual(["main", "main more", "second", "second more"]);
  });

  test.each<[from: DriftPass, minutes: number, next: DriftPass | undefined]>([
    [{ part: SHARDS }, 1, { part: SHARDS, after: "more" }],
    [{ part: SHARDS }, 1.5, { part: SHARDS + 1 }],
    [{ part: SHARDS, after: "more" }, 1, { part: SHARDS + 1 }],
    [{ part: SHARDS + 1, after: "more" }, 1, undefined],
  ])("from %j with time for %d minutes goes on at %j", async (pass, minutes, next) => {
    expect(await twoCells().from(pass, minutes)).toEqual(next);
  });
});
