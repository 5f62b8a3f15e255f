import { describe, expect, test } from "vitest";
import { DAY_MS, plus, SECOND_MS } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { policyByDefault } from "../policy/policy.ts";
import { Secret } from "../secret.ts";
import { createCustomerService } from "../service/create-customer-service.ts";
import { lookAtOldPair } from "../sweep/look-at-old-pair.ts";
import { customerScene, PLACE } from "../testing/customer-scene.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { resetAccessKey } from "./reset-access-key.ts";
import { restoreAccessKey } from "./restore-access-key.ts";

const checkOf = (request: Promise<unknown>) =>
  request.then(
    () => "taken",
    (error: unknown) => (error instanceof DomainError ? (error.more.params?.check ?? error.code) : error),
  );

describe("a customer's data service", () => {
  test("is made with its first pair, and nothing in IAM or S3", async () => {
    const { record, first, keys, iam, told } = await customerScene();
    expect(await record()).toMatchObject({
      ...PLACE,
      state: "ready",
      userName: "loader",
      current: { accessKeyId: first.accessKeyId, state: "active" },
      customer: { accountId: "111122223333" },
    });
    expect(await keys()).toEqual({ read: first.accessKeyId, current: first.accessKeyId });
    expect([iam.users.size, iam.folders.size]).toEqual([0, 0]);
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated"]);
  });

  test("is not made with a pair that AWS does not take", async () => {
    const { ports, pairs } = memoryWorld();
    const pair = { ...pairs.make(), secretAccessKey: new Secret("another") };
    expect(await checkOf(createCustomerService(ports, anAdmin, { name: "x", place: PLACE, pair }))).toBe(
      "identity",
    );
    expect(await ports.services.page(anAdmin.org, 10)).toEqual([]);
    expect(await ports.connections.page(anAdmin.org, 10)).toEqual([]);
  });
});

describe("a pair that is put", () => {
  test("becomes current, and the one before is on its way out, in three steps", async () => {
    const { put, pairs, first, keys, record, toldOf, clock, secrets, ref } = await customerScene();
    clock.advance(DAY_MS);
    const second = pairs.make();
    const confirmedAt = clock.now();
    await put(second, { expectedAccessKeyId: first.accessKeyId, reason: "scheduled" });
    expect(await keys()).toEqual({
      ...{ read: second.accessKeyId, current: second.accessKeyId, retiring: first.accessKeyId },
    });
    expect(secrets.previousKey(ref)).toBe(first.accessKeyId);
    expect((await record()).retiring).toMatchObject({ state: "leaving", confirmedAt });
    expect(await toldOf("KeyRotated")).toMatchObject([
      {
        ...{ previousAccessKeyId: first.accessKeyId, accessKeyId: second.accessKeyId, owner: "customer" },
        ...{ reason: "scheduled", mode: "staged", previousKeyValidUntil: plus(confirmedAt, DAY_MS) },
      },
    ]);
  });

  test("once more is taken as done", async () => {
    const { put, pairs, told, first } = await customerScene();
    const second = pairs.make();
    await put(second, { expectedAccessKeyId: first.accessKeyId });
    const before = await told();
    await put(second, { expectedAccessKeyId: first.accessKeyId });
    await put(second);
    expect(await told()).toEqual(before);
  });

  test("has the age that AWS tells, or else is as old as the putting", async () => {
    const { put, pairs, record, clock } = await customerScene();
    const old = pairs.make({ tellsAge: true });
    clock.advance(400 * DAY_MS);
    await put(old);
    expect((await record()).current?.createdAt).toBe(plus(clock.now(), -400 * DAY_MS));
    const silent = pairs.make();
    clock.advance(DAY_MS);
    await put(silent, { force: true });
    expect((await record()).current?.createdAt).toBe(clock.now());
  });

  test("is as old as when it was first given, also where it takes its old place again", async () => {
    const { put, pairs, first, record, clock } = await customerScene();
    const givenAt = clock.now();
    clock.advance(100 * DAY_MS);
    await put(pairs.make());
    clock.advance(100 * DAY_MS);
    await put(first);
    expect((await record()).current).toMatchObject({ accessKeyId: first.accessKeyId, createdAt: givenAt });
  });

  test("though it is current, is kept anew where somebody has deleted the secret; nothing else changes", async () => {
    const { put, pairs, first, record, keys, told, clock, secrets, ref } = await customerScene();
    const second = pairs.make();
    await put(second);
    const [{ current, retiring }, before] = [await record(), await told()];
    await secrets.delete(ref);
    clock.advance(DAY_MS);
    await put(second);
    expect(await keys()).toEqual({
      ...{ read: second.accessKeyId, current: second.accessKeyId, retiring: first.accessKeyId },
    });
    expect((await record()).current).toMatchObject({ createdAt: current?.createdAt });
    expect([(await record()).retiring, await told()]).toEqual([retiring, before]);
    const { version } = await record();
    await put(second);
    expect((await record()).version).toBe(version);
  });

  test("is waited for while AWS does not know it yet", async () => {
    const { put, pairs, keys, clock } = await customerScene();
    const fresh = pairs.make({ knownFrom: plus(clock.now(), 6 * SECOND_MS) });
    await put(fresh);
    expect((await keys()).read).toBe(fresh.accessKeyId);
  });

  test.each([
    ["identity", { active: false }],
    ["identity", { secret: "another" }],
    ["temporary", { arn: "arn:aws:sts::111122223333:assumed-role/etl/somebody" }],
    ["temporary", { arn: "arn:aws:sts::111122223333:federated-user/somebody" }],
    ["root", { arn: "arn:aws:iam::111122223333:root" }],
    ["other_account", { accountId: "444455556666" }],
    ["listing", { listing: "no_permission" }],
    ["listing", { listing: "no_such_bucket" }],
    ["listing", { listing: "other_region" }],
  ] as const)("is refused for its %s (%j), and nothing changes", async (check, change) => {
    const { put, pairs, record, keys, clock } = await customerScene();
    const [before, keysBefore, began] = [await record(), await keys(), clock.now()];
    expect(await checkOf(put(pairs.make(change)))).toBe(check);
    expect([await record(), await keys()]).toEqual([before, keysBefore]);
    expect(clock.now() < plus(began, 9 * SECOND_MS)).toBe(true);
  });

  test("is refused when AWS does not answer, in time", async () => {
    const { put, pairs, keys, clock } = await customerScene();
    const [before, began] = [await keys(), clock.now()];
    pairs.isSilent = true;
    expect(await checkOf(put(pairs.make()))).toBe("timeout");
    expect(clock.now() <= plus(began, 9 * SECOND_MS)).toBe(true);
    expect(await keys()).toEqual(before);
  });

  test("that is temporary by its id is not even asked about", async () => {
    const { put, pairs } = await customerScene();
    pairs.isSilent = true;
    const pair = { ...pairs.make(), accessKeyId: "ASIATEMPORARY0000001" };
    expect(await checkOf(put(pair))).toBe("temporary");
  });

  test("in the place of another than is expected changes nothing", async () => {
    const { put, pairs, keys } = await customerScene();
    const before = await keys();
    const expectedAccessKeyId = "AKIASOMEOTHERKEY0001";
    expect(await codeOf(put(pairs.make(), { expectedAccessKeyId }))).toBe("key_changed");
    expect(await codeOf(put(pairs.make(), { expectedAccessKeyId: null }))).toBe("key_changed");
    expect(await keys()).toEqual(before);
  });

  test("at once with another: one of them is taken, and the other is told so", async () => {
    const { put, pairs, first, keys } = await customerScene();
    const both = [pairs.make(), pairs.make()];
    const codes = await Promise.all(both.map((pair) => codeOf(put(pair))));
    expect(codes.filter((code) => code === "answered")).toHaveLength(1);
    expect(["key_changed", "operation_in_progress"]).toContain(codes.find((code) => code !== "answered"));
    const taken = both[codes.indexOf("answered")]?.accessKeyId;
    expect(await keys()).toEqual({ read: taken, current: taken, retiring: first.accessKeyId });
  });
});

describe("a third pair", () => {
  async function rotatedOnce() {
    const scene = await customerScene();
    const second = scene.pairs.make();
    await scene.put(second);
    return { ...scene, second };
  }

  test("is not taken while the first may still work", async () => {
    const { put, pairs, keys } = await rotatedOnce();
    const before = await keys();
    expect(await codeOf(put(pairs.make()))).toBe("rotation_in_progress");
    expect(await keys()).toEqual(before);
  });

  test("is taken once AWS no longer takes the first, whose end is told", async () => {
    const { put, pairs, keys, first, second, told } = await rotatedOnce();
    pairs.deactivate(first.accessKeyId);
    const third = pairs.make();
    await put(third);
    expect(await keys()).toMatchObject({ read: third.accessKeyId, retiring: second.accessKeyId });
    expect((await told()).slice(-2)).toEqual(["KeyRetired", "KeyRotated"]);
  });

  test("comes as the schedule sees that AWS no longer takes the first: its end is told once", async () => {
    const { ports, put, pairs, first, record, told } = await rotatedOnce();
    pairs.deactivate(first.accessKeyId);
    const update = ports.connections.update.bind(ports.connections);
    ports.connections.update = async (ref, patch) => {
      ports.connections.update = update;
      await lookAtOldPair(ports, await record(), policyByDefault);
      return update(ref, patch);
    };
    await put(pairs.make());
    expect((await told()).filter((type) => type === "KeyRetired")).toHaveLength(1);
  });

  test.each([{ force: true }, { reason: "compromised" as const }])(
    "is taken all the same with %j, and the first is named that nobody looks after",
    async (more) => {
      const { put, pairs, keys, first, second, toldOf } = await rotatedOnce();
      const third = pairs.make();
      await put(third, more);
      expect(await keys()).toMatchObject({ read: third.accessKeyId, retiring: second.accessKeyId });
      expect((await toldOf("KeyRotated")).at(-1)).toMatchObject({ unwatchedAccessKeyId: first.accessKeyId });
    },
  );

  test("that is the first again brings it back", async () => {
    const { put, keys, first, second } = await rotatedOnce();
    await put(first);
    expect(await keys()).toEqual({
      ...{ read: first.accessKeyId, current: first.accessKeyId, retiring: second.accessKeyId },
    });
  });
});

describe("what makes no sense of a customer's key", () => {
  test("is refused as such", async () => {
    const { ports, connectionId, keys } = await customerScene();
    const before = await keys();
    expect(await codeOf(resetAccessKey(ports, anAdmin, connectionId, { reason: "other" }))).toBe(
      "customer_managed",
    );
    expect(await codeOf(restoreAccessKey(ports, anAdmin, connectionId, {}))).toBe("customer_managed");
    expect(await keys()).toEqual(before);
  });
});

test("a key of a customer's is told of as it grows old, and never stopped", async () => {
  const scene = await customerScene();
  const { days, told, relay, record, bus } = scene;
  await days(200);
  await relay();
  const types = bus.events.map((event) => event.type);
  expect(types.filter((type) => type === "KeyRotationReminder")).toHaveLength(4);
  expect(types).toContain("KeyRotationDue");
  expect(types).not.toContain("KeyDisabled");
  expect((await record()).current?.state).toBe("active");
  expect(await told()).toEqual([]);
});
