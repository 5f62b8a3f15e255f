import { describe, expect, test } from "vitest";
import { DAY_MS, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { adoptRows, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { ProcessDied } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf, sweep, sweepForDays } from "../testing/scene.ts";
import { LEASE_MS } from "./operation.ts";
import { type IssuedAccessKey, resetAccessKey } from "./reset-access-key.ts";

const request = { reason: "other" } as const;

/** An adopted user with one key, or none. */
async function adopted(keyAgesDays: number[]) {
  const world = anAdoption();
  const [given] = world.iam.addUser("s3-sales", "/portal/", keyAgesDays);
  await adoptRows(world.ports, [aRow("s3-sales")]);
  const { connectionId } = await world.connectionOf("s3-sales");
  const record = () => world.connectionOf("s3-sales");
  return { ...world, given, connectionId, record };
}

/** A key that somebody makes for the user beside Keyturn. */
function anotherKey({ iam, clock }: Awaited<ReturnType<typeof adopted>>, createdAt = clock.now()): string {
  const accessKeyId = "AKIABESIDE00000001";
  iam.users.get("s3-sales")?.keys.push({ accessKeyId, active: true, createdAt, use: null });
  return accessKeyId;
}

describe("resetting an adopted user's key", () => {
  test("works as any reset does: the new key works, the old one is refused, the policy is the portal's", async () => {
    const { ports, iam, given = "", connectionId, record } = await adopted([400]);
    const issued = (await resetAccessKey(ports, anAdmin, connectionId, request)) as IssuedAccessKey;
    expect(iam.allKeys().map(({ accessKeyId }) => accessKeyId)).toEqual([issued.accessKeyId]);
    expect(iam.works(given)).toBe(false);
    expect(iam.users.get("s3-sales")?.policy).toBe(true);
    expect(await record()).toMatchObject({ current: { accessKeyId: issued.accessKeyId } });
    expect((await record()).current).not.toHaveProperty("adoptedAt");
  });

  test("a second key is in the way, and neither is touched", async () => {
    const scene = await adopted([400]);
    const other = anotherKey(scene);
    const { ports, iam, given = "", connectionId, record } = scene;
    expect(await codeOf(resetAccessKey(ports, anAdmin, connectionId, request))).toBe("unmanaged_key_present");
    expect([iam.works(given), iam.works(other)]).toEqual([true, true]);
    const { current, unmanagedIds, operation } = (await record()) as Connection;
    expect({ current: current?.accessKeyId, unmanagedIds, operation }).toEqual({
      ...{ current: given, unmanagedIds: [other], operation: undefined },
    });
  });

  test("a second key is told of, once, though it is spared", async () => {
    const scene = await adopted([400]);
    scene.clock.advance(DAY_MS);
    const other = anotherKey(scene);
    const { ports, connectionId, record } = scene;
    for (let n = 0; n < 2; n++) await codeOf(resetAccessKey(ports, anAdmin, connectionId, request));
    const told = (await record()).outbox.filter(({ type }) => type === "UnmanagedKeyDetected");
    expect(told).toMatchObject([{ data: { accessKeyId: other } }]);
  });

  test("a key of an abandoned reset that IAM shows late is no one's to spare: it makes room", async () => {
    const scene = await adopted([400]);
    const { ports, iam, given = "", connectionId, clock } = scene;
    const [create, list] = [ports.accessKeys.create, ports.accessKeys.list].map((call) => call.bind(iam));
    Object.assign(ports.accessKeys, {
      create: async (...args: Parameters<typeof ports.accessKeys.create>) => {
        await create?.(...args);
        throw new ProcessDied("CreateAccessKey");
      },
      list: async () => [{ accessKeyId: given, createdAt: clock.now(), active: true }],
    });
    expect(await codeOf(resetAccessKey(ports, anAdmin, connectionId, request))).toBe("died");
    await sweep(scene, LEASE_MS + SECOND_MS);
    Object.assign(ports.accessKeys, { create, list });
    const issued = (await resetAccessKey(ports, anAdmin, connectionId, request)) as IssuedAccessKey;
    await sweepForDays(scene);
    expect(iam.allKeys().map(({ accessKeyId }) => accessKeyId)).toEqual([issued.accessKeyId]);
  });

  test.each([
    ["before its effect", false],
    ["after its effect", true],
  ])("abandoned at any call, %s, deletes no key that was there before", async (_, after) => {
    for (let call = 0, more = true; more; call++) {
      const scene = await adopted([]);
      const other = anotherKey(scene);
      const dying = dyingPorts(scene.ports, { call, after });
      await codeOf(resetAccessKey(dying.ports, anAdmin, scene.connectionId, request));
      more = dying.calls() > call;
      await sweepForDays(scene);
      const { current } = await scene.record();
      expect(scene.iam.works(other), `call ${call}`).toBe(true);
      const keys = scene.iam.allKeys().map(({ accessKeyId }) => accessKeyId);
      expect(keys.toSorted()).toEqual([other, ...(current ? [current.accessKeyId] : [])].toSorted());
    }
  });

  test("one that was made between the lease and the look is spared as well", async () => {
    const scene = await adopted([]);
    const { ports, connectionId, iam } = scene;
    const list = ports.accessKeys.list.bind(ports.accessKeys);
    let other = "";
    ports.accessKeys.list = async (...args) => {
      if (!other) other = anotherKey(scene);
      return list(...args);
    };
    const create = ports.accessKeys.create.bind(ports.accessKeys);
    const dying = { ...ports, accessKeys: Object.assign(Object.create(ports.accessKeys), ports.accessKeys) };
    dying.accessKeys.create = async (...args: Parameters<typeof create>) => {
      await create(...args);
      throw new Error("the process ends");
    };
    await codeOf(resetAccessKey(dying, anAdmin, connectionId, request));
    await sweepForDays(scene);
    expect(iam.allKeys().map(({ accessKeyId }) => accessKeyId)).toEqual([other]);
  });
});
