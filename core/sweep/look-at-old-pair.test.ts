import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, plus } from "../clock.ts";
import { viewConnection } from "../connection/connection-view.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy, policyByDefault } from "../policy/policy.ts";
import { PatchRefused } from "../record/patch.ts";
import { deleteService } from "../service/delete-service.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf, sweepForDays } from "../testing/scene.ts";
import { lookAtOldPair } from "./look-at-old-pair.ts";

/** A connection whose pair was replaced just now. */
async function rotated() {
  const scene = await customerScene();
  const second = scene.pairs.make();
  await scene.put(second);
  await scene.relay();
  const steps = async () => {
    const { steps: shown = [] } = viewConnection(await scene.record(), scene.clock.now());
    return Object.fromEntries(shown.map(({ step, doneAt }) => [step, doneAt]));
  };
  return { ...scene, old: scene.first.accessKeyId, second, steps };
}

describe("the old pair", () => {
  test("is confirmed to be replaced, and looked at when its grace is over", async () => {
    const { steps, pairs, old, sweep, clock, told } = await rotated();
    const confirm = (await steps()).confirm;
    expect(await steps()).toEqual({ confirm: expect.any(String), deactivate: null, delete: null });
    pairs.deactivate(old);
    await sweep(23 * HOUR_MS);
    expect((await steps()).deactivate).toBeNull();
    await sweep(HOUR_MS);
    expect(await steps()).toEqual({ confirm, deactivate: clock.now(), delete: null });
    expect(await told()).toEqual(["KeyRetired"]);
    await sweep(30 * DAY_MS);
    expect((await told()).filter((type) => type === "KeyRetired")).toHaveLength(1);
  });

  test("that AWS still takes is told of then, and once a week, until it is deactivated", async () => {
    const { days, toldOf, steps, pairs, old, record, clock } = await rotated();
    await days(1);
    const heldSince = clock.now();
    const held = { heldSince, heldToldAt: heldSince, retireAt: plus(heldSince, DAY_MS) };
    const { retiring, current } = await record();
    expect(retiring).toMatchObject({ state: "leaving", ...held });
    expect(await toldOf("OldKeyFoundActive")).toEqual([
      expect.objectContaining({
        ...{ accessKeyId: old, currentAccessKeyId: current?.accessKeyId, owner: "customer" },
        ...{ lookAgainAt: plus(heldSince, DAY_MS), dependents: { count: 0, first: [] } },
      }),
    ]);
    await days(6);
    expect(await toldOf("OldKeyFoundActive")).toHaveLength(1);
    expect((await record()).retiring).toMatchObject({ ...held, retireAt: plus(clock.now(), DAY_MS) });
    await days(1);
    expect((await record()).retiring).toMatchObject({ heldSince, heldToldAt: plus(heldSince, 7 * DAY_MS) });
    await days(7);
    expect(await toldOf("OldKeyFoundActive")).toHaveLength(3);
    expect((await steps()).deactivate).toBeNull();
    pairs.deactivate(old);
    await days(1);
    expect((await steps()).deactivate).not.toBeNull();
    expect((await record()).retiring).not.toHaveProperty("retireAt");
    expect(await toldOf("KeyRetired")).toMatchObject([
      { accessKeyId: old, currentAccessKeyId: current?.accessKeyId, deleteAt: null },
    ]);
  });

  test("of which AWS does not tell is looked at again in an hour, and in a day where it has told", async () => {
    const { sweep, pairs, record, clock } = await rotated();
    pairs.isSilent = true;
    await sweep(DAY_MS);
    expect((await record()).retiring).toMatchObject({ retireAt: plus(clock.now(), HOUR_MS) });
    expect((await record()).nextActionAt).toBe(plus(clock.now(), HOUR_MS));
    expect((await record()).retiring).not.toHaveProperty("heldSince");
  });

  test("of which AWS does not tell is not taken for deactivated, nor told of", async () => {
    const { sweep, steps, told, pairs, old } = await rotated();
    pairs.deactivate(old);
    pairs.isSilent = true;
    await sweep(DAY_MS);
    interrupt(pairs, "identify", "unknown", "throttled", "denied");
    pairs.isSilent = false;
    for (let n = 0; n < 3; n++) await sweep(HOUR_MS + 10_000);
    expect((await steps()).deactivate).toBeNull();
    expect(await told()).toEqual([]);
    await sweep(HOUR_MS + 10_000);
    expect((await steps()).deactivate).not.toBeNull();
  });

  test("whose secret AWS takes for another is not taken for deactivated: the key may work", async () => {
    const { sweep, steps, told, pairs, old } = await rotated();
    const key = pairs.keys.get(old);
    if (key) key.secret = "another";
    await sweep(2 * DAY_MS);
    expect((await steps()).deactivate).toBeNull();
    expect(await told()).toEqual([]);
  });

  test("whose pair is no longer kept is not taken for deactivated", async () => {
    const { sweep, steps, secrets, ref } = await rotated();
    secrets.secrets.get(`${ref.org}/${ref.connectionId}`)?.versions.clear();
    await sweep(2 * DAY_MS);
    expect((await steps()).deactivate).toBeNull();
  });

  test("is looked at no more than once a day", async () => {
    const { days, pairs } = await rotated();
    let asked = 0;
    const identify = pairs.identify.bind(pairs);
    pairs.identify = (...args) => {
      asked++;
      return identify(...args);
    };
    await days(10);
    expect(asked).toBeLessThanOrEqual(10);
    expect(asked).toBeGreaterThan(7);
  });
});

describe("the customer's word that it is deleted", () => {
  test("is taken once AWS was seen not to take it, and then its pair is no longer to be found", async () => {
    const { pairs, old, sweep, retire, record, secrets, ref, second } = await rotated();
    pairs.deactivate(old);
    await sweep(DAY_MS);
    await retire();
    expect((await record()).retiring).toBeUndefined();
    expect([secrets.currentKey(ref), secrets.previousKey(ref)]).toEqual([second.accessKeyId, undefined]);
  });

  test("is tried there and then: what works is not deleted", async () => {
    const { pairs, old, retire, record, told } = await rotated();
    expect(await codeOf(retire())).toBe("old_key_still_works");
    expect((await record()).retiring).toBeDefined();
    pairs.deactivate(old);
    await retire();
    expect((await record()).retiring).toBeUndefined();
    expect(await told()).toEqual(["KeyRetired"]);
  });

  test("is not taken when AWS does not tell, but with force", async () => {
    const { pairs, retire, record } = await rotated();
    pairs.isSilent = true;
    expect(await codeOf(retire())).toBe("unavailable");
    await retire(true);
    expect((await record()).retiring).toBeUndefined();
  });

  test("means nothing without an old key", async () => {
    const { retire } = await customerScene();
    expect(await codeOf(retire(true))).toBe("no_retiring_key");
  });
});

test("a policy that deactivates old keys does not look at a customer's", async () => {
  const { ports, days, record, told, relay } = await customerScene();
  const rotation = {
    enforcement: "deactivate",
    maxAgeDays: 10,
    remindBeforeDays: [1],
    deactivateAfterDays: 1,
  };
  await changePolicy(ports, anAdmin, Policy.parse({ rotation }));
  await relay();
  await days(20);
  expect((await record()).current?.state).toBe("active");
  expect(await told()).not.toContain("KeyDisabled");
});

describe("the end of a customer's connection", () => {
  test("takes its secret, and nothing in IAM", async () => {
    const { ports, serviceId, secrets, iam, record } = await rotated();
    iam.users.set("loader", { policy: true, keys: [] }); // somebody of Keyturn's own account, called alike
    await deleteService(ports, anAdmin, serviceId, "Sales data");
    expect([secrets.secrets.size, iam.users.get("loader")]).toEqual([0, { policy: true, keys: [] }]);
    expect((await record()).state).toBe("deleted");
  });

  test("that stops on the way is gone on with, until nothing is left", async () => {
    const scene = await rotated();
    const { ports, connectionId, secrets } = scene;
    interrupt(secrets, "delete", "unknown", "lost");
    expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, "loader"))).toBe("unavailable");
    await sweepForDays(scene);
    await scene.relay();
    await sweepForDays(scene);
    expect(secrets.secrets.size).toBe(0);
    expect(await ports.connections.find(scene.ref)).toBeUndefined();
  });

  test("is when a put that was only slow finds no connection any more", async () => {
    const { ports, connectionId, put, pairs, secrets } = await rotated();
    const list = pairs.list.bind(pairs);
    pairs.list = async (...args) => {
      await deleteConnection(ports, anAdmin, connectionId, "loader");
      return list(...args);
    };
    expect(await codeOf(put(pairs.make(), { force: true }))).toBe("not_found");
    expect(secrets.secrets.size).toBe(0);
  });
});

test("nothing is looked at where no old pair is on its way out", async () => {
  const { ports, record, pairs } = await customerScene();
  const before = await record();
  pairs.identify = () => Promise.reject(new Error("it was looked at"));
  await lookAtOldPair(ports, before, policyByDefault);
  expect(await record()).toEqual(before);
});

test("a look whose record somebody else has written meanwhile is in vain", async () => {
  const { ports, ref, record, pairs, old } = await rotated();
  const seen = await record();
  pairs.deactivate(old);
  await ports.connections.update(ref, { when: [] });
  await expect(lookAtOldPair(ports, seen, policyByDefault)).rejects.toThrow(PatchRefused);
  expect((await record()).retiring).not.toHaveProperty("deactivatedAt");
});

test("looks are a day apart, by the policy's grace at first", async () => {
  const { record, clock } = await rotated();
  expect((await record()).nextActionAt).toBe(plus(clock.now(), DAY_MS));
});
