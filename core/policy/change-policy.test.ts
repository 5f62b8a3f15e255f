import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aConnection } from "../testing/sample-records.ts";
import { aScene, codeOf, sweep } from "../testing/scene.ts";
import { changePolicy } from "./change-policy.ts";
import { Policy } from "./policy.ts";
import { policyInForce } from "./policy-in-force.ts";
import { presets } from "./preset.ts";

const rules = (maxAgeDays: number) => Policy.parse({ rotation: { maxAgeDays } });
const MADE = "2026-01-01T00:00:00.000Z";

/** An org with so many keyed connections, planned by the default policy. */
async function anOrgOf(count: number) {
  const world = memoryWorld();
  const refs: Connection[] = [];
  for (let made = 0; made < count; made++) {
    const current = { accessKeyId: `AKIAOFMANY${String(made).padStart(6, "0")}`, state: "active" as const };
    const connection = aConnection(anAdmin.org, {
      current: { ...current, createdAt: MADE },
      nextActionAt: MADE,
    });
    await world.ports.connections.insert(connection);
    refs.push(connection);
  }
  const records = () =>
    world.ports.connections.findMany(
      anAdmin.org,
      refs.map((ref) => ref.connectionId),
    );
  return { ...world, records };
}

describe("changing the policy", () => {
  test("plans every key anew, at once, and tells of it without any address", async () => {
    const { ports, records } = await anOrgOf(3);
    const policy = Policy.parse({ contacts: ["team@example.com"], rotation: { maxAgeDays: 90 } });
    await changePolicy(ports, anAdmin, policy);
    expect(await policyInForce(ports, anAdmin.org)).toMatchObject({ policy, policyVersion: 1 });
    for (const record of await records()) {
      expect(record.current?.rotationDueAt).toBe(plus(MADE, 90 * DAY_MS));
      expect(record).toMatchObject({
        policyVersion: 1,
        nextActionAt: plus(MADE, 60 * DAY_MS),
        updatedBy: "Ada Admin",
      });
    }
    const record = await ports.policies.find(anAdmin);
    expect(record).not.toHaveProperty("replanning");
    expect(record).not.toHaveProperty("nextActionAt");
    expect(record?.outbox.map(({ type }) => type)).toEqual(["PolicyChanged"]);
    expect(JSON.stringify(record?.outbox)).not.toContain("@");
    expect(record?.outbox[0]?.data).toMatchObject({ policyVersion: 1, contactCount: 1 });
  });

  test("to what it is already changes nothing", async () => {
    const { ports } = await anOrgOf(0);
    await changePolicy(ports, anAdmin, rules(180));
    expect(await ports.policies.find(anAdmin)).toBeUndefined();
    await changePolicy(ports, anAdmin, rules(90));
    const before = await ports.policies.find(anAdmin);
    await changePolicy(ports, anAdmin, rules(90));
    expect(await ports.policies.find(anAdmin)).toEqual(before);
  });

  test("of what whoever deploys has fixed is refused by name", async () => {
    const { ports } = await aScene({ preset: presets["cloud-dashboard"] });
    const deactivate = Policy.parse({ rotation: { enforcement: "deactivate", deactivateAfterDays: 3 } });
    const refused = changePolicy(ports, anAdmin, deactivate, ["removalAllowed"]);
    const error = await refused.catch((failed: unknown) => failed);
    const errors = [{ path: "removalAllowed" }, { path: "rotation.enforcement" }];
    expect(error).toMatchObject({ code: "policy_locked", more: { errors } });
    expect(await ports.policies.find(anAdmin)).toBeUndefined();
  });

  test("twice at once: both are told of, and all keys are planned by the later one", async () => {
    const { ports, records, ...world } = await anOrgOf(30);
    await Promise.all([changePolicy(ports, anAdmin, rules(90)), changePolicy(ports, anAdmin, rules(60))]);
    await sweep({ ...world, ports }, MINUTE_MS);
    const record = await ports.policies.find(anAdmin);
    expect(record?.outbox).toHaveLength(2);
    expect(record).not.toHaveProperty("replanning");
    const { policy } = await policyInForce(ports, anAdmin.org);
    const dueAt = plus(MADE, policy.rotation.maxAgeDays * DAY_MS);
    expect(new Set((await records()).map(({ current }) => current?.rotationDueAt))).toEqual(new Set([dueAt]));
  });

  test("of more keys than there is time for is gone on with by the sweep", async () => {
    const { ports, records, clock, ...world } = await anOrgOf(250);
    const page = ports.connections.page.bind(ports.connections);
    ports.connections.page = async (...args) => {
      clock.advance(5_000);
      return page(...args);
    };
    await changePolicy(ports, anAdmin, rules(90));
    expect((await records()).filter(({ policyVersion }) => policyVersion === 1)).toHaveLength(200);
    expect(await ports.policies.find(anAdmin)).toMatchObject({ replanning: {}, nextActionAt: MADE });
    ports.connections.page = page;
    await sweep({ ...world, clock, ports }, MINUTE_MS);
    expect((await records()).filter(({ policyVersion }) => policyVersion === 1)).toHaveLength(250);
    expect(await ports.policies.find(anAdmin)).not.toHaveProperty("replanning");
  });

  test.each([false, true])(
    "dying after every call (the call done: %s) changed nothing, or is finished",
    async (after) => {
      for (let call = 0, more = true; more; call++) {
        const { ports, records, ...world } = await anOrgOf(3);
        const dying = dyingPorts(ports, { call, after });
        await changePolicy(dying.ports, anAdmin, rules(90)).catch(() => undefined);
        more = dying.calls() > call;
        for (let minute = 0; minute < 3; minute++) await sweep({ ...world, ports }, MINUTE_MS);
        const { policyVersion } = await policyInForce(ports, anAdmin.org);
        const dueAt = plus(MADE, (policyVersion === 1 ? 90 : 180) * DAY_MS);
        for (const { current } of await records()) expect(current?.rotationDueAt, `call ${call}`).toBe(dueAt);
      }
    },
  );

  test("at any moment of a reset: the new key is planned by the policy that is in force then", async () => {
    for (const staged of [false, true]) {
      for (let call = 0, more = true; more; call++) {
        const scene = await aScene();
        await scene.reset();
        let calls = 0;
        const during = async () => {
          if (calls++ === call) await changePolicy(scene.ports, anAdmin, rules(90));
        };
        const ports = noticing(scene.ports, during);
        const request = { reason: "other", mode: staged ? "staged" : "immediate" } as const;
        expect(await codeOf(resetAccessKey(ports, anAdmin, scene.connectionId, request))).toBe("answered");
        more = calls > call;
        if (!more) continue;
        const { current, policyVersion } = await scene.record();
        expect(policyVersion, `call ${call}`).toBe(1);
        expect(current?.rotationDueAt).toBe(plus(current?.createdAt ?? "", 90 * DAY_MS));
      }
    }
  });
});

describe("a key that was told of by another policy", () => {
  const told = async () => {
    const scene = await aScene();
    await scene.reset();
    await scene.sweep(150 * DAY_MS);
    await scene.relay();
    return scene;
  };

  test("is due at once when the new one lets keys grow less old, and told of so", async () => {
    const { ports, sweep: sweepOn, told: toldOf } = await told();
    await changePolicy(ports, anAdmin, rules(145));
    await sweepOn(MINUTE_MS);
    expect(await toldOf()).toEqual(["KeyRotationDue"]);
  });

  test("is reminded of again when the new one lets keys grow older", async () => {
    const { ports, sweep: sweepOn, relay, bus } = await told();
    await changePolicy(ports, anAdmin, rules(365));
    for (let day = 151; day <= 335; day++) {
      await sweepOn(DAY_MS);
      await relay();
    }
    const reminders = bus.events.filter(({ type }) => type === "KeyRotationReminder");
    expect(reminders.map(({ data }) => (data as { daysUntilDue: number }).daysUntilDue)).toEqual([30, 30]);
  });

  test("is not told of twice when only the reminders are others", async () => {
    const { ports, sweep: sweepOn, told: toldOf } = await told();
    await changePolicy(ports, anAdmin, Policy.parse({ rotation: { remindBeforeDays: [60, 45, 5] } }));
    await sweepOn(MINUTE_MS);
    expect(await toldOf()).toEqual([]);
    await sweepOn(25 * DAY_MS);
    expect(await toldOf()).toEqual(["KeyRotationReminder"]);
  });
});

/** Something happens before each call of the ports that a reset uses. */
function noticing<Ports extends object>(ports: Ports, before: () => Promise<void>): Ports {
  const wrap = (port: object) =>
    new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name) as unknown;
        if (typeof method !== "function") return method;
        return async (...args: unknown[]) => {
          await before();
          return method.apply(target, args);
        };
      },
    });
  const names = ["connections", "accessKeys", "policies"];
  const wrapped = Object.entries(ports).map(([name, port]) => [
    name,
    names.includes(name) ? wrap(port) : port,
  ]);
  return Object.fromEntries(wrapped) as Ports;
}
