import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { viewConnection } from "../connection/connection-view.ts";
import { relayShard } from "../journal/relay-shard.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { presets } from "../policy/preset.ts";
import { SHARDS } from "../record/shards.ts";
import { type Death, dyingPorts } from "../testing/dying-ports.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene } from "../testing/scene.ts";
import { sweepShard } from "./sweep-shard.ts";

type Scene = Awaited<ReturnType<typeof aScene>>;
type Calendar = Record<number, string>;

const FAR = "2999-01-01T00:00:00.000Z";

interface Table {
  name: string;
  rotation: object;
  preset?: keyof typeof presets;
  days: number;
  told: Calendar;
  /** Tried with the process dying at every call. */
  dies?: true;
}

/** What is told of a key that nobody resets, by the day of its age. */
const tables: Table[] = [
  {
    name: "by default",
    dies: true,
    rotation: {},
    days: 210,
    told: {
      150: "KeyRotationReminder 30",
      166: "KeyRotationReminder 14",
      173: "KeyRotationReminder 7",
      179: "KeyRotationReminder 1",
      180: "KeyRotationDue",
      187: "KeyRotationOverdue 7",
      194: "KeyRotationOverdue 14",
      201: "KeyRotationOverdue 21",
      208: "KeyRotationOverdue 28",
    },
  },
  {
    name: "where keys are never removed",
    preset: "cloud-dashboard",
    rotation: { maxAgeDays: 90, remindBeforeDays: [10], overdueEveryDays: 5 },
    days: 101,
    told: {
      80: "KeyRotationReminder 10",
      90: "KeyRotationDue",
      95: "KeyRotationOverdue 5",
      100: "KeyRotationOverdue 10",
    },
  },
  {
    name: "where super admins alone manage keys, with no reminders",
    preset: "connector",
    rotation: { remindBeforeDays: [], overdueEveryDays: 30 },
    days: 245,
    told: { 180: "KeyRotationDue", 210: "KeyRotationOverdue 30", 240: "KeyRotationOverdue 60" },
  },
  {
    name: "where a key that is not reset is deactivated",
    dies: true,
    rotation: { enforcement: "deactivate", deactivateAfterDays: 10, remindBeforeDays: [1] },
    days: 220,
    told: {
      179: "KeyRotationReminder 1",
      180: "KeyRotationDue",
      187: "KeyRotationOverdue 7",
      190: "KeyDisabled expired",
    },
  },
  {
    name: "where it is deactivated the day it is due",
    rotation: { enforcement: "deactivate", deactivateAfterDays: 0, remindBeforeDays: [] },
    days: 200,
    told: { 180: "KeyDisabled expired" },
  },
];

describe.each(tables)(
  "a key that nobody resets, $name",
  ({ rotation, preset = "data-services", days, told, dies = false }) => {
    const begin = () => keyed(rotation, preset);
    const expected = Object.entries(told).map(([day, what]) => `day ${day}: ${what}`);

    test("day by day", async () => {
      const scene = await begin();
      for (let day = 1; day <= days; day++) await pass(scene, DAY_MS);
      expect(calendarOf(scene)).toEqual(expected);
    });

    test("however often the sweep runs", async () => {
      const scene = await begin();
      for (let hours = 0; hours < days * 24; hours += 6) await pass(scene, DAY_MS / 4);
      expect(calendarOf(scene)).toEqual(expected);
    });

    test("in one jump: the last that applies, and no flood", async () => {
      const scene = await begin();
      await pass(scene, days * DAY_MS);
      for (let again = 0; again < 3; again++) await pass(scene, MINUTE_MS);
      const last = expected.at(-1)?.replace(/^day \d+: /, "") ?? "";
      const late = last.replace(/^(KeyRotationOverdue) \d+$/, `$1 ${days - dueDayOf(rotation)}`);
      expect(calendarOf(scene)).toEqual([`day ${days}: ${late}`]);
    });

    test("twice at once", async () => {
      const scene = await begin();
      for (let day = 1; day <= days; day++) {
        scene.clock.advance(DAY_MS);
        await Promise.all([scene.sweep(), scene.sweep()]);
        await scene.relay();
      }
      expect(calendarOf(scene)).toEqual(expected);
    });

    test("with the database or the bus failing now and then", async () => {
      const scene = await begin();
      for (let day = 1; day <= days; day++) {
        scene.clock.advance(DAY_MS);
        for (const failing of [true, false]) {
          const restore = failing ? fail(scene, day) : () => undefined;
          await scene.sweep().catch(() => undefined);
          await scene.relay().catch(() => undefined);
          restore();
          scene.clock.advance(failing ? MINUTE_MS : -MINUTE_MS); // the next sweep is a minute later, the next day is not
        }
      }
      expect(calendarOf(scene)).toEqual(expected);
    });

    test.each(dies ? [false, true] : [])(
      "the process dying after every call (the call done: %s)",
      async (after) => {
        const toldOn = Object.keys(told).map(Number);
        const days = new Set(
          [toldOn[0], dueDayOf(rotation), toldOn.at(-1)].filter((day) => day !== undefined),
        );
        for (const day of days) {
          for (let call = 0, more = true; more; call++) {
            const scene = await begin();
            for (const before of toldOn.filter((one) => one < day)) await at(scene, before);
            more = await dyingAt(scene, day, { call, after });
            for (let again = 0; again < 3; again++) await pass(scene, 2 * MINUTE_MS);
            expect(calendarOf(scene).at(-1), `day ${day}, call ${call}`).toBe(`day ${day}: ${told[day]}`);
            expect(calendarOf(scene)).toEqual(
              expected.filter((line) => Number(/\d+/.exec(line)?.[0]) <= day),
            );
          }
        }
      },
    );

    test("shows the key as due, and as disabled, when it is", async () => {
      const scene = await begin();
      const shown = async () => viewConnection(await scene.record(), scene.clock.now());
      await at(scene, dueDayOf(rotation) - 1);
      expect(await shown()).toMatchObject({ status: "active", flagged: false });
      await at(scene, dueDayOf(rotation));
      const stopsThen = told[dueDayOf(rotation)] === "KeyDisabled expired";
      expect(await shown()).toMatchObject({ status: stopsThen ? "disabled" : "due", flagged: true });
      await at(scene, days);
      const isDisabled = expected.some((line) => line.includes("KeyDisabled"));
      expect(await shown()).toMatchObject({ status: isDisabled ? "disabled" : "due", flagged: true });
      expect(scene.working()).toHaveLength(isDisabled ? 0 : 1);
    });

    test("costs no call to IAM for its age", async () => {
      const scene = await begin();
      const calls: string[] = [];
      const accessKeys = new Proxy(scene.iam, {
        get: (target, name) => {
          calls.push(String(name));
          return Reflect.get(target, name).bind(target);
        },
      });
      Object.assign(scene.ports, { accessKeys });
      for (let day = 1; day < days; day++) await pass(scene, DAY_MS);
      const stops = expected.filter((line) => line.includes("KeyDisabled")).map(() => "deactivate");
      expect(calls).toEqual(stops);
    });
  },
);

describe("a reset", () => {
  test("clears everything, and the new key begins anew", async () => {
    const scene = await keyed({}, "data-services");
    await at(scene, 190);
    await scene.reset();
    expect((await scene.record()).current).not.toHaveProperty("toldDaysBefore");
    const before = calendarOf(scene).length;
    for (let day = 191; day <= 190 + 150; day++) await pass(scene, DAY_MS);
    expect(calendarOf(scene).slice(before)).toEqual(["day 340: KeyRotationReminder 30"]);
  });

  test("revives a key that was deactivated for its age", async () => {
    const scene = await keyed({ enforcement: "deactivate", deactivateAfterDays: 1 }, "data-services");
    await at(scene, 181);
    expect(scene.working()).toEqual([]);
    const { accessKeyId } = await scene.reset({ mode: "staged" });
    expect(scene.working()).toEqual([accessKeyId]);
    expect((await scene.record()).outbox.at(-1)?.data).toMatchObject({ mode: "immediate" });
  });
});

/** A connection with a key made just now, of an org with these rules. */
async function keyed(rotation: object, preset: keyof typeof presets): Promise<Scene> {
  const scene = await aScene({ preset: presets[preset] });
  await changePolicy(scene.ports, { ...anAdmin, role: "super_admin" }, Policy.parse({ rotation }));
  await scene.reset();
  await scene.relay();
  return scene;
}

async function pass(scene: Scene, laterMs: number): Promise<void> {
  await scene.sweep(laterMs);
  await scene.relay();
}

async function at(scene: Scene, day: number): Promise<void> {
  const createdAt = scene.iam.allKeys()[0]?.createdAt ?? "";
  await pass(scene, Date.parse(createdAt) + day * DAY_MS - Date.parse(scene.clock.now()));
}

/** A sweep and a relay that die at a call; whether they made it. */
async function dyingAt(scene: Scene, day: number, death: Death): Promise<boolean> {
  const createdAt = scene.iam.allKeys()[0]?.createdAt ?? "";
  scene.clock.advance(Date.parse(createdAt) + day * DAY_MS - Date.parse(scene.clock.now()));
  const { ports, calls } = dyingPorts(scene.ports, death);
  for (let shard = 0; shard < SHARDS; shard++) {
    await sweepShard(ports, { shard }, FAR).catch(() => undefined);
    await relayShard(ports, shard, FAR).catch(() => undefined);
  }
  return calls() > death.call;
}

const failures: [keyof Scene["ports"], string][] = [
  ["connections", "write"],
  ["connections", "findAcross"],
  ["policies", "findMany"],
  ["outboxes", "trim"],
  ["journal", "putIfAbsent"],
  ["agenda", "due"],
  ["bus", "publish"],
];

/** One call fails once, each day another and in another way. Answers how to end it. */
function fail({ ports }: Scene, day: number): () => void {
  const how = (["throttled", "unknown", "lost"] as const)[day % 3] ?? "lost";
  const [name, method] = failures[day % failures.length] as (typeof failures)[number];
  const port = ports[name] as unknown as Record<string, () => Promise<unknown>>;
  const before = port[method];
  interrupt(port, method, how);
  return () => Object.assign(port, { [method]: before });
}

/** What the bus was told of the age of keys, each event once, by the days since the first one was made. */
function calendarOf({ bus }: Scene): string[] {
  const first = bus.events.find(({ type }) => type === "KeyCreated");
  const made = Date.parse(first?.metadata.occurredAt ?? "");
  const events = new Map(bus.events.map((event) => [event.metadata.eventId, event]));
  return [...events.values()].flatMap(({ type, metadata, data }) => {
    const day = Math.floor((Date.parse(metadata.occurredAt) - made) / DAY_MS);
    const facts = data as Record<string, unknown>;
    const detail = facts.daysUntilDue ?? facts.daysOverdue ?? (type === "KeyDisabled" ? facts.reason : "");
    const isOfAge = type.startsWith("KeyRotation") || type === "KeyDisabled";
    return isOfAge ? [`day ${day}: ${type} ${detail}`.trim()] : [];
  });
}

function dueDayOf(rotation: object): number {
  return Policy.parse({ rotation }).rotation.maxAgeDays;
}
