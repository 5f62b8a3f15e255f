import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { Secret } from "../secret.ts";
import { createCustomerService } from "../service/create-customer-service.ts";
import { customerScene, PLACE } from "../testing/customer-scene.ts";
import { type Death, dyingPorts } from "../testing/dying-ports.ts";
import { type Interruption, interrupt } from "../testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { codeOf, sweep } from "../testing/scene.ts";
import { idempotentRequest } from "./idempotency.ts";
import { LEASE_MS } from "./operation.ts";
import { putAccessKey } from "./put-access-key.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { retireAccessKey } from "./retire-access-key.ts";

const CALLS_MAX = 20;
type Scene = Awaited<ReturnType<typeof customerScene>>;

/** What must hold of a customer's connection at rest: who reads the secret gets the key that the record names. */
async function expectAtRest(scene: Scene): Promise<void> {
  const { operation } = await scene.record();
  expect(operation).toBeUndefined();
  const { read, current } = await scene.keys();
  expect(read).toBe(current);
}

/** Each call of the work is the last of its process, before or after its effect. */
async function* deaths(
  work: (scene: Scene, ports: typeof scene.ports) => Promise<unknown>,
  prepare: (scene: Scene) => Promise<void> = async () => {},
) {
  for (let call = 0; call < CALLS_MAX; call++) {
    for (const after of [false, true]) {
      const scene: Scene = await customerScene();
      await prepare(scene);
      const death: Death = { call, after };
      const dying = dyingPorts(scene.ports, death);
      const outcome = await codeOf(work(scene, dying.ports));
      if (dying.calls() <= call) return;
      yield { scene, outcome, death: `${after ? "after" : "before"} call ${call}` };
    }
  }
  throw new Error("it makes more calls than that");
}

describe("a put that dies", () => {
  test("at any call leaves the old pair or the new one, in the secret as in the record, and can be sent again", async () => {
    let count = 0;
    const work = (scene: Scene, ports: typeof scene.ports) =>
      putAccessKey(ports, anAdmin, scene.connectionId, { pair: scene.pairs.make(), reason: "other" });
    for await (const { scene, death } of deaths(work)) {
      count++;
      const { first, pairs, ref, secrets } = scene;
      const second = [...pairs.keys.keys()].at(-1);
      expect([first.accessKeyId, second], death).toContain(secrets.currentKey(ref));
      await scene.sweep(LEASE_MS + SECOND_MS);
      await scene.sweep(LEASE_MS + SECOND_MS);
      await expectAtRest(scene);
      const { current, retiring } = await scene.keys();
      if (current === second) expect(retiring, death).toBe(first.accessKeyId);
      else {
        expect([current, retiring], death).toEqual([first.accessKeyId, undefined]);
        expect(secrets.pendingKey(ref), death).not.toBe(second);
      }
      const told = (await scene.told()).filter((type) => type === "KeyRotated");
      expect(told, death).toHaveLength(current === second ? 1 : 0);
      const { keys } = scene.pairs;
      const pair = {
        accessKeyId: second ?? "",
        secretAccessKey: new Secret(keys.get(second ?? "")?.secret ?? ""),
      };
      expect(await codeOf(scene.put(pair)), death).toBe("answered");
      expect(await scene.keys(), death).toEqual({
        read: second,
        current: second,
        retiring: first.accessKeyId,
      });
    }
    expect(count).toBeGreaterThan(14);
  });

  test("and whose recovery dies at any call, too, comes to rest all the same", async () => {
    for (const phase of ["keep", "promote"] as const) {
      for (let call = 0; call < CALLS_MAX; call++) {
        const scene = await customerScene();
        const second = scene.pairs.make();
        interrupt(scene.secrets, phase, "dies_after");
        expect(await codeOf(scene.put(second))).toBe("died");
        scene.clock.advance(LEASE_MS + SECOND_MS);
        const dying = dyingPorts(scene.ports, { call, after: call % 2 === 0 });
        await sweep({ ...scene, ports: dying.ports as never }).catch(() => undefined);
        for (let pass = 0; pass < 3; pass++) await scene.sweep(LEASE_MS + SECOND_MS);
        await expectAtRest(scene);
        const expected = phase === "keep" ? scene.first : second;
        expect((await scene.keys()).read, `${phase}, call ${call}`).toBe(expected.accessKeyId);
      }
    }
  });
});

describe("a put whose call fails", () => {
  const failures: Interruption[] = ["throttled", "denied", "unknown", "lost", "again"];
  test.each(["keep", "promote"] as const)(
    "at %s is refused, or done, and nothing is torn",
    async (method) => {
      for (const failure of failures) {
        const scene = await customerScene();
        const second = scene.pairs.make();
        interrupt(scene.secrets, method, failure);
        const code = await codeOf(scene.put(second));
        expect(code, failure).toBe(failure === "again" ? "answered" : "unavailable");
        for (let pass = 0; pass < 2; pass++) await scene.sweep(LEASE_MS + SECOND_MS);
        await expectAtRest(scene);
        expect(await codeOf(scene.put(second)), failure).toBe("answered");
        expect((await scene.keys()).read).toBe(second.accessKeyId);
      }
    },
  );

  test("because AWS fails is refused as such, and not as the pair's fault", async () => {
    const scene = await customerScene();
    interrupt(scene.pairs, "identify", "unknown");
    await expect(scene.put(scene.pairs.make())).rejects.toMatchObject({ failure: "unknown" });
    await expectAtRest(scene);
  });

  test("because its secret was deleted by hand leaves the connection to be given a pair again", async () => {
    const scene = await customerScene();
    const second = scene.pairs.make();
    interrupt(scene.secrets, "promote", "dies_before");
    expect(await codeOf(scene.put(second))).toBe("died");
    await scene.secrets.delete(scene.ref);
    await scene.sweep(LEASE_MS + SECOND_MS);
    expect((await scene.record()).operation).toBeUndefined();
    expect(await codeOf(scene.put(second))).toBe("answered");
    await expectAtRest(scene);
  });

  test("late: a call of an abandoned put that arrives after its recovery makes nothing current", async () => {
    const scene = await customerScene();
    const [second, third] = [scene.pairs.make(), scene.pairs.make()];
    const keep = scene.secrets.keep.bind(scene.secrets);
    let late: (() => Promise<void>) | undefined;
    scene.secrets.keep = async (...args) => {
      late = () => keep(...args);
      scene.secrets.keep = keep;
      throw new CallFailed("PutSecretValue", "unknown");
    };
    expect(await codeOf(scene.put(second))).toBe("unavailable");
    await scene.sweep(LEASE_MS + SECOND_MS);
    await scene.put(third);
    await late?.();
    await scene.sweep(LEASE_MS + SECOND_MS);
    await expectAtRest(scene);
    expect((await scene.keys()).read).toBe(third.accessKeyId);
  });
});

describe("a customer's service whose making dies", () => {
  test("at any call is completed by the same request", async () => {
    for (let call = 0; call < 40; call++) {
      const world = memoryWorld();
      const pair = world.pairs.make();
      const idempotent = idempotentRequest(anAdmin.sub, "once", "body");
      const request = { name: "Sales data", place: PLACE, pair, idempotent };
      const dying = dyingPorts(world.ports, { call, after: call % 2 === 1 });
      await codeOf(createCustomerService(dying.ports, anAdmin, request));
      const isOver = dying.calls() <= call;
      await sweep(world, 2 * MINUTE_MS);
      await sweep(world, 2 * MINUTE_MS);
      const { service, connection } = await createCustomerService(world.ports, anAdmin, request);
      expect([service.state, connection.state]).toEqual(["ready", "ready"]);
      expect(connection.current?.accessKeyId, `call ${call}`).toBe(pair.accessKeyId);
      expect(world.secrets.currentKey(connection)).toBe(pair.accessKeyId);
      expect(await world.ports.services.page(anAdmin.org, 10)).toHaveLength(1);
      if (isOver) return;
    }
    throw new Error("it makes more calls than that");
  });
});

describe("the end of an old pair, or of all", () => {
  const rotate = async (scene: Scene) => {
    await scene.put(scene.pairs.make());
    await scene.relay();
    scene.clock.advance(DAY_MS);
  };

  test("that dies at any call is gone on with, and told once", async () => {
    const work = (scene: Scene, ports: typeof scene.ports) =>
      retireAccessKey(ports, anAdmin, scene.connectionId, { force: true });
    for await (const { scene, death } of deaths(work, rotate)) {
      for (let pass = 0; pass < 2; pass++) await scene.sweep(LEASE_MS + SECOND_MS);
      if ((await scene.record()).retiring) await scene.retire(true);
      await expectAtRest(scene);
      expect((await scene.record()).retiring, death).toBeUndefined();
      expect(scene.secrets.previousKey(scene.ref), death).toBeUndefined();
      expect(
        (await scene.told()).filter((type) => type === "KeyRetired"),
        death,
      ).toHaveLength(1);
    }
  });

  test("a removal that dies at any call leaves nothing in the end, and what is put then is taken", async () => {
    const work = (scene: Scene, ports: typeof scene.ports) =>
      removeAccessKey(ports, anAdmin, scene.connectionId, scene.first.accessKeyId);
    for await (const { scene, death } of deaths(work)) {
      for (let pass = 0; pass < 2; pass++) await scene.sweep(LEASE_MS + SECOND_MS);
      await removeAccessKey(scene.ports, anAdmin, scene.connectionId, scene.first.accessKeyId);
      expect(await scene.keys(), death).toEqual({});
      expect(scene.secrets.secrets.size, death).toBe(0);
      await scene.put(scene.first);
      expect((await scene.keys()).read, death).toBe(scene.first.accessKeyId);
    }
  });
});
