import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, msBetween, plus } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { anEventOf } from "../testing/sample-notices.ts";
import { codeOf, sweep } from "../testing/scene.ts";
import { nextLookAt, putOff } from "./put-off.ts";

const event = anEventOf("KeyRotated");
const { org, eventId } = event.metadata;

/** What is put off, and what the schedule makes of it. */
function scene() {
  const world = memoryWorld();
  const { ports, clock } = world;
  return {
    ...world,
    begun: clock.now(),
    leftover: () => ports.leftovers.find({ org, eventId }),
    sweepAfter: (minutes: number) => sweep(world, minutes * MINUTE_MS),
  };
}

describe("what is put off", () => {
  test("is asked for by the sweep once it is due, where it was, and not again", async () => {
    const { ports, asked, begun, leftover, sweepAfter } = scene();
    await putOff(ports, event, { mailsAfter: "abc" });
    await sweepAfter(1);
    expect(asked).toEqual([]);
    await sweepAfter(5);
    expect(asked).toEqual([{ event, from: { mailsAfter: "abc", since: begun } }]);
    expect(await leftover()).toBeUndefined();
    await sweepAfter(60);
    expect(asked).toHaveLength(1);
  });

  test("by two passes is asked for once, and leaves out nothing of either", async () => {
    const { ports, asked, clock, begun, sweepAfter } = scene();
    await putOff(ports, event, { mailsAfter: "abc" });
    clock.advance(1_000);
    await putOff(ports, event, { mailsAfter: "aaa" });
    await putOff(ports, event, { mailsAfter: "b", unsettled: true });
    await sweepAfter(7);
    expect(asked.map(({ from }) => from)).toEqual([{ mailsAfter: "aaa", unsettled: true, since: begun }]);
  });

  test("while the sweep asks for what was put off before, stays", async () => {
    const { ports, asked, leftover, sweepAfter } = scene();
    await putOff(ports, event, { mailsAfter: "" });
    const { request } = ports.notifications;
    ports.notifications.request = async (...args) => {
      await request(...args);
      await putOff(ports, event, { mailsAfter: "", since: args[1].since });
    };
    await sweepAfter(7);
    expect(asked).toHaveLength(1);
    expect(await leftover()).toBeDefined();
    ports.notifications.request = request;
    await sweepAfter(60);
    expect(asked).toHaveLength(2);
  });

  test.each(["dies_before", "dies_after", "unknown", "lost"] as const)(
    "is asked for in the end by a sweep that %s as it asks or takes it away",
    async (how) => {
      for (const [port, method] of [
        ["notifications", "request"],
        ["leftovers", "erase"],
      ] as const) {
        const { ports, asked, leftover, sweepAfter } = scene();
        await putOff(ports, event, { mailsAfter: "" });
        interrupt<object>(ports[port], method as never, how);
        await codeOf(sweepAfter(7));
        await sweepAfter(1);
        expect(asked.length).toBeGreaterThanOrEqual(1);
        expect(asked.length).toBeLessThanOrEqual(2);
        expect(await leftover()).toBeUndefined();
      }
    },
  );

  test("is put off again when the table's reply was lost", async () => {
    const { ports, asked, sweepAfter } = scene();
    interrupt(ports.leftovers, "insert", "again");
    await putOff(ports, event, { mailsAfter: "" });
    await sweepAfter(7);
    expect(asked).toHaveLength(1);
  });

  test("for a day is given up, so that somebody looks at it", async () => {
    const { ports, clock, begun, warnings, leftover } = scene();
    clock.advance(DAY_MS);
    const given = putOff(ports, event, { mailsAfter: "", since: begun });
    const failed = { call: "SendEmail", failure: "unknown", awsErrorName: "GivenUp" };
    await expect(given).rejects.toMatchObject(failed);
    expect(warnings).toEqual(["somebody could not be told of an event for a day"]);
    expect(await leftover()).toBeUndefined();
  });
});

describe("what is put off while somebody else is at it", () => {
  /** What was put off before is read, and then the other does something. */
  async function meanwhile(other: (world: ReturnType<typeof scene>) => Promise<unknown>) {
    const world = scene();
    const { leftovers } = world.ports;
    await putOff(world.ports, event, { mailsAfter: "bbb" });
    const find = leftovers.find;
    leftovers.find = async (ref) => {
      leftovers.find = find;
      const there = await find(ref);
      await other(world);
      return there;
    };
    await putOff(world.ports, event, { mailsAfter: "ccc", unsettled: true });
    return world.leftover();
  }

  test("leaves out nothing of what the other left", async () => {
    const both = await meanwhile(({ ports }) => putOff(ports, event, { mailsAfter: "aaa" }));
    expect(both).toMatchObject({ from: { mailsAfter: "aaa", unsettled: true }, version: 3 });
  });

  test("is put off anew when the sweep takes the former one away meanwhile", async () => {
    const anew = { from: { mailsAfter: "ccc", unsettled: true }, version: 1 };
    const takeAway = ({ ports }: ReturnType<typeof scene>) => ports.leftovers.erase({ org, eventId }, 1);
    expect(await meanwhile(takeAway)).toMatchObject(anew);
    const { ports, leftover } = scene();
    await putOff(ports, event, { mailsAfter: "bbb" });
    const { find } = ports.leftovers;
    ports.leftovers.find = async (ref) => {
      await ports.leftovers.erase(ref, 1);
      return find(ref);
    };
    await putOff(ports, event, { mailsAfter: "ccc", unsettled: true });
    ports.leftovers.find = find;
    expect(await leftover()).toMatchObject(anew);
  });

  test("fails when the table cannot be written, and the former one stays as it was", async () => {
    const { ports, leftover } = scene();
    await putOff(ports, event, { mailsAfter: "bbb" });
    interrupt(ports.leftovers, "update", "throttled");
    const failing = putOff(ports, event, { mailsAfter: "aaa" });
    await expect(failing).rejects.toMatchObject({ call: "update", failure: "throttled" });
    expect(await leftover()).toMatchObject({ from: { mailsAfter: "bbb" }, version: 1 });
  });
});

test("an operator can read which event is put off, until when, and which one is given up", async () => {
  const { ports, clock, begun, leftover } = scene();
  const lines: object[] = [];
  ports.log.warn = (message, facts) => lines.push({ message, ...facts });
  await putOff(ports, event, { mailsAfter: "" });
  const message = expect.stringMatching(/put off/);
  expect(lines).toEqual([{ message, eventId, until: (await leftover())?.nextActionAt }]);
  clock.advance(DAY_MS);
  await codeOf(putOff(ports, event, { mailsAfter: "", since: begun }));
  expect(lines.slice(1)).toEqual([{ message: expect.stringMatching(/for a day/), eventId }]);
});

describe("the next look", () => {
  const now = "2026-03-01T12:00:00.000Z";
  const minutesUntil = (id: string, sinceMinutes: number) =>
    msBetween(now, nextLookAt(id, plus(now, -sinceMinutes * MINUTE_MS), now)) / MINUTE_MS;

  test.each([
    [0, 2, 6],
    [1, 2, 6],
    [10, 10, 30],
    [600, 60, 180],
  ])("after %i minutes is %i to %i minutes away, and not the same for all", (since, least, most) => {
    const waits = Array.from({ length: 100 }, (_, n) => minutesUntil(`event ${n}`, since));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...waits)).toBeLessThan(most);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan((most - least) * 0.8);
  });

  test("comes a dozen times or so in the day until it is given up", () => {
    const looks = Array.from({ length: 50 }, (_, n) => {
      let at = plus(now, 0);
      let count = 0;
      for (; msBetween(now, at) < DAY_MS; count++) at = nextLookAt(`event ${n}`, now, at);
      return count;
    });
    expect(Math.min(...looks)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...looks)).toBeLessThanOrEqual(22);
  });
});
