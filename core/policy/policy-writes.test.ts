import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { newOperation } from "../key/operation.ts";
import { PatchRefused } from "../record/patch.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, SAMPLE_TIME } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { changePolicy } from "./change-policy.ts";
import { Policy, type PolicyRecord } from "./policy.ts";
import { presets } from "./preset.ts";
import { replanOrg } from "./replan-org.ts";

const rules = (maxAgeDays: number) => Policy.parse({ rotation: { maxAgeDays } });
const { org } = anAdmin;

/** An org that has changed its policy once, and what rivals do right before its policy's record is written. */
async function anOrgWithRules() {
  const world = memoryWorld();
  const { ports, clock } = world;
  await changePolicy(ports, anAdmin, rules(90));
  const policy = async () => (await ports.policies.find({ org })) as PolicyRecord;
  return {
    ...{ ...world, policy },
    behindRivals(count: number) {
      const { update } = ports.policies;
      let rivals = 0;
      ports.policies.update = async (ref, patch) => {
        if (patch.set?.policy && rivals < count) {
          const { policyVersion } = await policy();
          await update(ref, { when: [], set: { policyVersion: policyVersion + 1 } });
          rivals += 1;
        }
        return update(ref, patch);
      };
    },
    replan: async () => replanOrg(ports, await policy(), plus(clock.now(), MINUTE_MS)),
    /** As it is right after a change, before anything is planned by it. */
    async toPlan(): Promise<void> {
      await ports.policies.update({ org }, { when: [], set: { replanning: {}, nextActionAt: clock.now() } });
    },
  };
}

describe("a change of the policy", () => {
  test("begins anew behind a rival, whose number it does not give out again; behind five it gives up", async () => {
    const { ports, policy, behindRivals } = await anOrgWithRules();
    behindRivals(1);
    await changePolicy(ports, anAdmin, rules(60));
    expect(await policy()).toMatchObject({ policyVersion: 3, policy: { rotation: { maxAgeDays: 60 } } });
    for (const [rivals, code] of [
      [4, "answered"],
      [5, "unavailable"],
    ] as const) {
      const other = await anOrgWithRules();
      other.behindRivals(rivals);
      expect(await codeOf(changePolicy(other.ports, anAdmin, rules(60)))).toBe(code);
    }
  });

  test("is refused while 50 events of others wait, and taken while 49 do", async () => {
    const { ports, policy } = await anOrgWithRules();
    const [event] = (await policy()).outbox;
    const waiting = (count: number) =>
      ports.policies.update({ org }, { when: [], set: { outbox: Array(count).fill(event) } });
    await waiting(50);
    await expect(changePolicy(ports, anAdmin, rules(60))).rejects.toMatchObject({
      ...{ code: "busy", detail: "Earlier changes of this policy are still being worked off." },
      more: { retryAfterSeconds: 60 },
    });
    await waiting(49);
    expect(await codeOf(changePolicy(ports, anAdmin, rules(60)))).toBe("answered");
  });

  test("is answered although its connections could not be planned: the sweep does it", async () => {
    const { ports, policy } = await anOrgWithRules();
    interrupt(ports.connections, "page", "throttled");
    expect(await codeOf(changePolicy(ports, anAdmin, rules(60)))).toBe("answered");
    expect(await policy()).toMatchObject({ replanning: {}, policy: { rotation: { maxAgeDays: 60 } } });
    ports.connections.page = () => Promise.reject(new TypeError("a fault of our own"));
    await expect(changePolicy(ports, anAdmin, rules(50))).rejects.toThrow(TypeError);
  });

  test("of what is fixed names all of it", async () => {
    const { ports } = memoryWorld({ preset: presets["cloud-dashboard"] });
    const rotation = { enforcement: "deactivate", deactivateAfterDays: 3 };
    await expect(changePolicy(ports, anAdmin, Policy.parse({ rotation }), ["a"])).rejects.toMatchObject({
      code: "policy_locked",
      detail: "Fixed for all orgs here, and not to be changed: a, rotation.enforcement.",
      more: {
        errors: ["a", "rotation.enforcement"].map((path) => ({ path, message: "fixed for all orgs" })),
      },
    });
  });
});

describe("planning an org's connections anew", () => {
  test("stops when the policy is changed meanwhile: whoever did that plans them", async () => {
    const { ports, policy, toPlan, replan } = await anOrgWithRules();
    await toPlan();
    const { page } = ports.connections;
    ports.connections.page = async (...args) => {
      await ports.policies.update({ org }, { when: [] });
      return page(...args);
    };
    await expect(replan()).rejects.toThrow(PatchRefused);
    expect(await policy()).toHaveProperty("replanning");
  });

  test("writes those that an older policy has planned, and no tombstone", async () => {
    const { ports, toPlan, replan } = await anOrgWithRules();
    const older = [aConnection(org), aConnection(org, { policyVersion: 0 })];
    const others = [
      ...[aConnection(org, { policyVersion: 1 }), aConnection(org, { policyVersion: 2 })],
      aConnection(org, { state: "deleted" }),
    ];
    for (const connection of [...older, ...others]) await ports.connections.insert(connection);
    await toPlan();
    await replan();
    for (const one of older) {
      expect(await ports.connections.find(one)).toMatchObject({ policyVersion: 1, version: one.version + 1 });
    }
    for (const one of others) expect(await ports.connections.find(one)).toEqual(one);
  });

  test("leaves what is being made or deleted its own next action", async () => {
    const { ports, toPlan, replan } = await anOrgWithRules();
    const nextActionAt = plus(SAMPLE_TIME, 1);
    const made = aConnection(org, { state: "creating", nextActionAt });
    await ports.connections.insert(made);
    await toPlan();
    await replan();
    expect(await ports.connections.find(made)).toMatchObject({ nextActionAt, policyVersion: 1 });
  });

  test("tells an operation of the newer policy, and it alone", async () => {
    const { ports, toPlan, replan } = await anOrgWithRules();
    const begun = { kind: "issue", compromised: false, by: "Ada Admin", correlationId: "request-1" } as const;
    const held = (id: string) => newOperation({ ...begun, id }, SAMPLE_TIME);
    const connection = aConnection(org, { operation: held("operation-1") });
    await ports.connections.insert(connection);
    const { write } = ports.connections;
    let rivals = 0;
    ports.connections.write = async (ref, patch) => {
      if (rivals++ < 4) {
        await ports.connections.update(ref, {
          when: [],
          set: { operation: held(`operation-${rivals + 1}`) },
        });
      }
      return write(ref, patch);
    };
    await toPlan();
    await replan();
    expect(rivals).toBe(5);
    expect(await ports.connections.find(connection)).toMatchObject({
      ...{ operation: { id: "operation-5" }, policyVersion: 1 },
    });
  });

  test("gives up on one that is written five times meanwhile, and passes on what fails", async () => {
    const { ports, policy, toPlan, replan } = await anOrgWithRules();
    await ports.connections.insert(aConnection(org));
    await toPlan();
    for (const error of [new PatchRefused(), new CallFailed("UpdateItem", "throttled")]) {
      const fails = () => Promise.reject(error);
      Object.assign(ports.connections, { write: fails, update: fails });
      await expect(replan()).rejects.toBe(error);
      expect(await policy()).toHaveProperty("replanning");
    }
  });

  test.each([
    [99, 1],
    [100, 2],
    [101, 2],
  ])("reads pages of a hundred: of %i connections %i", async (count, pages) => {
    const { ports, toPlan, replan, policy } = await anOrgWithRules();
    for (let made = 0; made < count; made++) await ports.connections.insert(aConnection(org));
    await toPlan();
    const { page } = ports.connections;
    let read = 0;
    ports.connections.page = async (...args) => {
      read += 1;
      return page(...args);
    };
    await replan();
    expect(read).toBe(pages);
    expect(await policy()).not.toHaveProperty("replanning");
  });

  test("does nothing when its time is over", async () => {
    const { ports, clock, toPlan, policy } = await anOrgWithRules();
    await toPlan();
    const before = await policy();
    await replanOrg(ports, before, clock.now());
    expect(await policy()).toEqual(before);
  });
});
