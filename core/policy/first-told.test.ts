import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, msBetween, plus } from "../clock.ts";
import { adoptRows, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { relay, sweep } from "../testing/scene.ts";
import { changePolicy } from "./change-policy.ts";
import { firstToldAt, toldAsDueAt } from "./first-told.ts";
import { Policy, policyByDefault } from "./policy.ts";
import { deactivatesAt } from "./rotation.ts";

const { rotation } = Policy.parse({});
const ADOPTED = "2026-01-01T00:00:00.000Z";
const aKey = (ageDays: number, accessKeyId = "AKIAADOPTED0000001") => ({
  ...{ accessKeyId, createdAt: plus(ADOPTED, -ageDays * DAY_MS), adoptedAt: ADOPTED },
});
const ids = Array.from({ length: 1_000 }, (_, n) => `AKIAADOPTED${String(n).padStart(7, "0")}`);
const daysUntilTold = (ageDays: number, rules = rotation) =>
  ids.map((id) => msBetween(ADOPTED, firstToldAt(aKey(ageDays, id), rules) as string) / DAY_MS);

describe("when a key that was adopted is told of first", () => {
  test("is spread over the window, for those that are due", () => {
    const days = daysUntilTold(400);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...days)).toBeLessThan(14);
    const ofDay = Array.from({ length: 14 }, (_, day) => days.filter((at) => Math.floor(at) === day).length);
    for (const count of ofDay) expect(count).toBeGreaterThan(40);
  });

  test("is before the next day that is to be told of, for those that are not due yet", () => {
    expect(Math.max(...daysUntilTold(175))).toBeLessThan(4); // 5 days left: the 7-day reminder is reached, the next is at 1
    expect(Math.max(...daysUntilTold(152))).toBeLessThan(14); // 28 days left: 14 comes in 14
  });

  test("is its own day for a young one, and for one that was not adopted", () => {
    expect(firstToldAt(aKey(10), rotation)).toBeUndefined();
    const { adoptedAt: _, ...plain } = aKey(400);
    expect(firstToldAt(plain, rotation)).toBeUndefined();
  });

  test("is at once without a window", () => {
    const { rotation: none } = Policy.parse({ rotation: { adoptionWindowDays: 0 } });
    expect(new Set(daysUntilTold(400, none))).toEqual(new Set([0]));
  });
});

test("it is counted from its due date, but for a key that was overdue when it was adopted", () => {
  const dueAt = (ageDays: number) => plus(ADOPTED, (180 - ageDays) * DAY_MS);
  const { adoptedAt: _, ...plain } = aKey(400);
  expect(toldAsDueAt(plain, rotation)).toBe(dueAt(400));
  expect(toldAsDueAt(aKey(175), rotation)).toBe(dueAt(175)); // a reminder has its place in the window, the due date has not
  expect(toldAsDueAt(aKey(180), rotation)).toBe(firstToldAt(aKey(180), rotation));
  expect(toldAsDueAt(aKey(400), rotation)).toBe(firstToldAt(aKey(400), rotation));
});

test("no adopted key is deactivated before the window and the policy's days are over", () => {
  const policy = Policy.parse({ rotation: { enforcement: "deactivate", deactivateAfterDays: 10 } });
  const inForce = { ...policyByDefault, policy };
  expect(deactivatesAt(aKey(400), inForce)).toBe(plus(ADOPTED, 24 * DAY_MS));
  expect(deactivatesAt(aKey(0), inForce)).toBe(plus(ADOPTED, 190 * DAY_MS));
  const atOnce = Policy.parse({
    rotation: { enforcement: "deactivate", deactivateAfterDays: 0, adoptionWindowDays: 0 },
  });
  expect(deactivatesAt(aKey(400), { ...inForce, policy: atOnce })).toBe(plus(ADOPTED, DAY_MS));
});

test("200 keys that are due when they are adopted: flagged at once, each told of once, not many a minute", async () => {
  const world = anAdoption();
  const { ports, iam, bus } = world;
  const names = Array.from({ length: 200 }, (_, n) => `s3-user-${n}`);
  for (const name of names) iam.addUser(name, "/portal/", [400]);
  await adoptRows(
    ports,
    names.map((name) => aRow(name)),
  );
  const dueOf = () => bus.events.filter(({ type }) => type === "KeyRotationDue");
  const said = () => bus.events.filter(({ type }) => type.startsWith("KeyRotation")).length;
  await sweep(world, MINUTE_MS);
  await relay(world);
  expect(dueOf().length).toBeLessThan(5);
  const told: number[] = [];
  for (let day = 0; day < 28; day++) {
    const before = said();
    await sweep(world, DAY_MS);
    await relay(world);
    told.push(said() - before);
  }
  const first = new Map(
    dueOf().map((event) => [(event.data as { connectionId: string }).connectionId, event]),
  );
  expect(first.size).toBe(200);
  expect(dueOf()).toHaveLength(200);
  // 200 in 14 days, and each of them again every seven.
  expect(Math.max(...told)).toBeLessThan(60);
  expect(bus.events.find(({ type }) => type === "KeyRotationOverdue")?.data).toMatchObject({
    daysOverdue: expect.toSatisfy((days: number) => days > 220),
  });
});

test("a policy that deactivates leaves adopted keys their time, and then ends it", async () => {
  const world = anAdoption();
  const { ports, iam } = world;
  const policy = Policy.parse({ rotation: { enforcement: "deactivate", deactivateAfterDays: 3 } });
  await changePolicy(ports, { ...anAdmin, role: "super_admin" }, policy);
  const [accessKeyId = ""] = iam.addUser("s3-sales", "/portal/", [400]);
  await adoptRows(ports, [aRow("s3-sales")]);
  for (let day = 0; day < 17; day++) {
    expect(iam.works(accessKeyId), `day ${day}`).toBe(true);
    await sweep(world, DAY_MS);
  }
  expect(iam.works(accessKeyId)).toBe(false);
});
