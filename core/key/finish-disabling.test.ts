import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { type Interruption, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { disableExpiredKey } from "./disable-expired-key.ts";

test("a key that is disabled for its age is seen to have been changed, by Keyturn and when", async () => {
  const { ports, reset, record, clock, working } = await aScene();
  await reset();
  clock.advance(DAY_MS);
  await disableExpiredKey(ports, await record());
  expect(working()).toEqual([]);
  expect(await record()).toMatchObject({ updatedBy: "Keyturn", updatedOn: clock.now() });
});

/** A key of 31 days is disabled by a policy that lets none grow older than 30, and this becomes of the call. */
async function disabledBy(interruption: Interruption) {
  const scene = await aScene();
  const { ports, reset, clock, record } = scene;
  const setPolicy = (rotation: object) => changePolicy(ports, anAdmin, Policy.parse({ rotation }));
  await setPolicy({ maxAgeDays: 30, enforcement: "deactivate", deactivateAfterDays: 0 });
  const { accessKeyId } = await reset();
  clock.advance(31 * DAY_MS);
  interrupt(ports.accessKeys, "deactivate", interruption);
  await codeOf(disableExpiredKey(ports, await record()));
  expect((await record()).operation?.kind).toBe("disable");
  return { ...scene, setPolicy, accessKeyId };
}

describe.each(["throttled", "lost", "dies_before", "dies_after"] as const)(
  "a deactivation that %s",
  (how) => {
    test("is finished by recovery", async () => {
      const { sweep, working, record } = await disabledBy(how);
      await sweep(2 * MINUTE_MS);
      expect(working()).toEqual([]);
      expect(await record()).toMatchObject({ current: { state: "inactive" } });
    });

    test("leaves the key working where the policy has been changed since", async () => {
      const { sweep, working, record, setPolicy, accessKeyId } = await disabledBy(how);
      await setPolicy({ maxAgeDays: 365 });
      await sweep(2 * MINUTE_MS);
      expect(working()).toEqual([accessKeyId]);
      const { operation, current, outbox } = await record();
      expect(operation).toBeUndefined();
      expect(current).toMatchObject({ accessKeyId, state: "active" });
      expect(outbox.map(({ type }) => type)).not.toContain("KeyDisabled");
    });
  },
);

test("a key that somebody has deleted meanwhile is in the way of no policy", async () => {
  const { iam, userName, sweep, record, setPolicy, accessKeyId } = await disabledBy("throttled");
  await setPolicy({ maxAgeDays: 365 });
  await iam.delete({ userName }, accessKeyId);
  await sweep(2 * MINUTE_MS);
  expect((await record()).operation).toBeUndefined();
});

test("a key that somebody has stopped in IAM stays stopped, whatever the policy says by then", async () => {
  const { ports, iam, ref, userName, sweep, record, working, setPolicy, accessKeyId } =
    await disabledBy("throttled");
  await setPolicy({ maxAgeDays: 365 });
  await iam.deactivate({ userName }, accessKeyId);
  const drift = [{ kind: "key_deactivated" as const, accessKeyId, since: SAMPLE_TIME }];
  await ports.connections.update(ref, { when: [], set: { drift } });
  await sweep(2 * MINUTE_MS);
  expect((await record()).operation).toBeUndefined();
  expect(working()).toEqual([]);
});
