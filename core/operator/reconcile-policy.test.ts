import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import type { CurrentKey } from "../key/access-key.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy, type PolicyRecord } from "../policy/policy.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { putBack, restoredScene } from "../testing/restored-scene.ts";
import { codeOf } from "../testing/scene.ts";

/** An org that has changed its policy, and a key that is planned by it. */
async function aChangedPolicy() {
  const scene = await restoredScene();
  const { ports, clock } = scene;
  const change = (maxAgeDays: number) =>
    changePolicy(ports, anAdmin, Policy.parse({ rotation: { maxAgeDays } }));
  await change(90);
  await scene.reset();
  clock.advance(MINUTE_MS);
  const madeAt = clock.now();
  const policy = async () => (await ports.policies.find(anAdmin)) as PolicyRecord;
  return {
    ...{ ...scene, change, policy, madeAt, floor: Date.parse(madeAt) / 1_000 },
    policyPutBack: (then: PolicyRecord) => ports.policies.update(then, { when: [], set: then }),
  };
}

describe("the policy of an org, after a restore", () => {
  test("goes on behind every number that was used after the backup, and is as it was otherwise", async () => {
    const { run, policy, change, madeAt, floor } = await aChangedPolicy();
    const before = await policy();
    expect((await run({ madeAt })).counts).toMatchObject({ unchanged: 1, corrected: 0, failures: 0 });
    const after = await policy();
    expect(after).toEqual({ ...before, sequence: floor, version: before.version + 1 });
    await run({ madeAt });
    expect(await policy()).toEqual(after);
    await change(60);
    const { outbox, policyVersion } = await policy();
    expect(outbox.at(-1)).toMatchObject({ type: "PolicyChanged", metadata: { sequence: floor + 1 } });
    expect(policyVersion).toBe(2);
  });

  test("is not written when the command only looks", async () => {
    const { run, policy, madeAt } = await aChangedPolicy();
    const before = await policy();
    await run({ write: false, madeAt });
    expect(await policy()).toEqual(before);
  });

  test("that is changed meanwhile is reported by its org, and done by the next run", async () => {
    const { run, ports, policy, madeAt, floor } = await aChangedPolicy();
    const { find } = ports.policies;
    ports.policies.find = async (ref) => {
      const found = await find(ref);
      await ports.policies.update(ref, { when: [] });
      return found;
    };
    const { failures, counts } = await run({ madeAt });
    expect(failures).toEqual([
      { of: "policy of acme", error: expect.stringContaining("Is the deployment stopped?") },
    ]);
    expect(counts.unchanged).toBe(1);
    ports.policies.find = find;
    expect((await run({ madeAt })).failures).toEqual([]);
    expect((await policy()).sequence).toBe(floor);
  });

  test("changed again has a higher number than any connection is planned by, and plans them all", async () => {
    const scene = await aChangedPolicy();
    const { run, change, policy, policyPutBack, record, madeAt } = scene;
    const [thenPolicy, then] = [await policy(), await record()];
    await change(60);
    await change(30);
    await policyPutBack(thenPolicy);
    await putBack(scene, then);
    await run({ madeAt });
    expect([(await policy()).policyVersion, (await record()).policyVersion]).toEqual([1, 1]);
    await change(45);
    const { current, policyVersion } = await record();
    expect([(await policy()).policyVersion, policyVersion]).toEqual([2, 2]);
    expect(current?.rotationDueAt).toBe(plus(current?.createdAt ?? "", 45 * DAY_MS));
  });
});

describe("a connection that was planned by a policy the backup does not have", () => {
  /** The connection's write is in the backup, and the policy's, a moment before, is not. */
  async function planned() {
    const scene = await aChangedPolicy();
    const then = await scene.policy();
    await scene.change(60);
    await scene.policyPutBack(then);
    return scene;
  }

  test("could not be reset any more, were it not for reconciling", async () => {
    const { reset } = await planned();
    expect(await codeOf(reset({ mode: "staged" }))).toBe("unavailable");
  });

  test("is planned anew by the one it has, once, and told by nobody to be another", async () => {
    const { run, record, sweep, reset, change, told } = await planned();
    const before = await told();
    expect((await run()).counts).toMatchObject({ unchanged: 1, corrected: 0 });
    expect(await record()).not.toHaveProperty("policyVersion");
    await sweep(MINUTE_MS);
    const { current, policyVersion, version } = await record();
    expect(policyVersion).toBe(1);
    expect(current?.rotationDueAt).toBe(plus(current?.createdAt ?? "", 90 * DAY_MS));
    expect(await told()).toEqual(before);
    await run();
    expect((await record()).version).toBe(version);
    await change(30);
    expect(await record()).toMatchObject({ policyVersion: 2 });
    expect(await codeOf(reset({ mode: "staged" }))).toBe("answered");
  });

  test("is planned by the rules of an org that has none of its own, where the backup has none", async () => {
    const { ports, reset, run, record, sweep, ref } = await restoredScene();
    await reset();
    await ports.connections.update(ref, { when: [], set: { policyVersion: 1 } });
    await run();
    await sweep(MINUTE_MS);
    expect(await record()).toMatchObject({ policyVersion: 0 });
    expect(await codeOf(reset())).toBe("answered");
  });
});

test("an old key that was retired after the backup can be restored for as long as the policy says", async () => {
  const scene = await aChangedPolicy();
  const { ports, clock, iam, userName, run, record } = scene;
  await changePolicy(ports, anAdmin, Policy.parse({ reset: { undoHours: 200 } }));
  const { accessKeyId } = (await record()).current as CurrentKey;
  await scene.reset({ mode: "staged" });
  await iam.deactivate({ userName }, accessKeyId);
  const madeAt = clock.now();
  expect((await run({ madeAt })).counts).toMatchObject({ corrected: 1 });
  const { retiring } = await record();
  const deleteAt = plus(madeAt, (200 / 24) * DAY_MS);
  expect(retiring).toMatchObject({ accessKeyId, state: "inactive", deleteAt });
});
