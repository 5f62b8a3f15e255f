import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { USERS_PER_CELL_MAX } from "../connection/provisioning.ts";
import { idempotentRequest } from "../key/idempotency.ts";
import { removeAccessKey } from "../key/remove-access-key.ts";
import { orgIdOf } from "../org/org.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aRegionalScene } from "../testing/regional-scene.ts";
import { codeOf, relay, sweep, sweepForDays } from "../testing/scene.ts";

const [us, eu] = ["us-east-1", "eu-central-1"];

describe("the first key of a region", () => {
  test("comes with a user whose folder is the org's, and is told of", async () => {
    const scene = aRegionalScene();
    const issued = await scene.reset(eu, { expectedAccessKeyId: null });
    expect(issued).toMatchObject({ created: true, replayed: false });
    const { accessKeyId, connection } = issued;
    const folder = `${orgIdOf("acme")}/`;
    expect(connection).toMatchObject({ region: eu, bucket: `keyturn-test-${eu}`, folder, state: "ready" });
    expect([...scene.iam.folders]).toEqual([`${connection.bucket}/${folder}`]);
    expect(scene.iam.users.get(connection.userName)).toMatchObject({ policy: true });
    expect(scene.iam.works(accessKeyId)).toBe(true);
    expect(await scene.service(eu)).toMatchObject({
      ...{ system: "regional", state: "ready", name: `S3 ${eu}`, folderName: "" },
      ...{ region: eu, createdBy: "Ada Admin" },
    });
    await relay(scene);
    expect(scene.bus.events.map((event) => event.type).sort()).toEqual([
      ...["ConnectionCreated", "KeyCreated", "ServiceCreated"],
    ]);
  });

  test("is another in each region, in that region's bucket", async () => {
    const { reset } = aRegionalScene();
    const [one, other] = [(await reset(us)).connection, (await reset(eu)).connection];
    expect([one.bucket, other.bucket]).toEqual([`keyturn-test-${us}`, `keyturn-test-${eu}`]);
    expect(one.userName).not.toBe(other.userName);
  });

  test("is one key when two ask for it at once", async () => {
    const { reset, ports, iam } = aRegionalScene();
    const asked = Array.from({ length: 4 }, () => codeOf(reset(us, { expectedAccessKeyId: null })));
    const told = await Promise.all(asked);
    expect(told.filter((code) => code === "answered")).toHaveLength(1);
    const others = told.filter((code) => code !== "answered");
    for (const code of others) expect(["key_changed", "operation_in_progress"]).toContain(code);
    expect(await ports.services.page("acme", 9)).toHaveLength(1);
    expect(await ports.connections.page("acme", 9)).toHaveLength(1);
    expect(iam.users.size).toBe(1);
    expect(iam.allKeys()).toHaveLength(1);
  });

  test("is not made where there is no room for another user", async () => {
    const { reset, ports, iam } = aRegionalScene();
    iam.countUsers = async () => USERS_PER_CELL_MAX;
    expect(await codeOf(reset(us))).toBe("capacity_exhausted");
    expect(await ports.services.page("acme", 9)).toEqual([]);
  });

  test("waits for a user that IAM does not know everywhere yet", async () => {
    const { reset, iam } = aRegionalScene();
    interrupt(iam, "create", "missing", "missing", "missing");
    const { accessKeyId } = await reset(us);
    expect(iam.works(accessKeyId)).toBe(true);
  });

  test("is left to the same request sent again when its user took more than three seconds", async () => {
    const { reset, iam, clock } = aRegionalScene();
    const put = iam.putUserPolicy.bind(iam);
    let takesMs = 3_001;
    iam.putUserPolicy = async (user) => {
      clock.advance(takesMs);
      return put(user);
    };
    expect(await codeOf(reset(us))).toBe("unavailable");
    expect(iam.allKeys()).toEqual([]);
    expect(await reset(us)).toMatchObject({ created: true });
    takesMs = 3_000;
    expect(await reset(eu)).toMatchObject({ created: true });
  });

  test.each(["deleting", "deleted"] as const)(
    "is not made where the region's storage is %s",
    async (state) => {
      const { ports, reset, refOf, iam } = aRegionalScene();
      interrupt(ports.connections, "insert", "dies_before");
      await codeOf(reset(us));
      await ports.services.update(refOf(us), { when: [], set: { state } });
      await expect(reset(us)).rejects.toMatchObject({
        ...{ code: "service_not_ready", detail: "The storage of the region is being deleted." },
        more: { params: { state: "deleting" }, retryAfterSeconds: 60 },
      });
      expect([iam.users.size, await ports.connections.page("acme", 9)]).toEqual([0, []]);
    },
  );
});

describe("a first request that is refused", () => {
  test.each([
    ["key_changed", { expectedAccessKeyId: "AKIASOMEBODYS0001" }],
    ["invalid_request", { mode: "staged", graceHours: 169 }],
    ["invalid_request", { mode: "immediate", graceHours: 1 }],
  ] as const)("%s: %j, makes nothing", async (code, request) => {
    const { reset, ports, iam } = aRegionalScene();
    expect(await codeOf(reset(us, request))).toBe(code);
    expect(await ports.services.page("acme", 9)).toEqual([]);
    expect(iam.users.size).toBe(0);
  });
});

describe("a region's key", () => {
  test("is reset like any other: the one before stops", async () => {
    const { reset, iam } = aRegionalScene();
    const { accessKeyId: before } = await reset(us);
    const { accessKeyId, created, previousKeyStopped } = await reset(us, { expectedAccessKeyId: before });
    expect([created, previousKeyStopped]).toEqual([false, true]);
    expect([iam.works(before), iam.works(accessKeyId)]).toEqual([false, true]);
    expect(await codeOf(reset(us, { expectedAccessKeyId: before }))).toBe("key_changed");
    expect(await codeOf(reset(us, { expectedAccessKeyId: null }))).toBe("key_changed");
  });

  test("is replayed without its secret", async () => {
    const { reset } = aRegionalScene();
    const idempotent = idempotentRequest("user-1", "first", {});
    const { accessKeyId } = await reset(us, { idempotent });
    const again = await reset(us, { idempotent });
    expect(again).toMatchObject({ replayed: true, accessKeyId, created: true });
    expect(again).not.toHaveProperty("secretAccessKey");
  });
});

describe("a region that is not enabled", () => {
  test.each([us, "mars-north-1"])("gets no first key, and nothing is made: %s", async (region) => {
    const { reset, enable, ports, iam } = aRegionalScene();
    enable(eu);
    expect(await codeOf(reset(region))).toBe("region_not_enabled");
    expect(await ports.services.page("acme", 9)).toEqual([]);
    expect(iam.users.size).toBe(0);
  });

  test("keeps the key it has, which can be reset", async () => {
    const { reset, enable, iam } = aRegionalScene();
    const { accessKeyId: before } = await reset(us);
    enable(eu);
    expect(iam.works(before)).toBe(true);
    const { accessKeyId } = await reset(us, { reason: "compromised" });
    expect([iam.works(before), iam.works(accessKeyId)]).toEqual([false, true]);
    expect(await codeOf(reset(us, { expectedAccessKeyId: before }))).toBe("key_changed");
  });

  test("gets no key again once it has been removed", async () => {
    const { reset, enable, ports, iam } = aRegionalScene();
    const { accessKeyId, connection } = await reset(us);
    enable(eu);
    await removeAccessKey(ports, anAdmin, connection.connectionId, accessKeyId);
    expect(await codeOf(reset(us))).toBe("region_not_enabled");
    expect(iam.allKeys()).toEqual([]);
  });

  test("answers the request that made its key again, and no other that expects none", async () => {
    const { reset, enable } = aRegionalScene();
    const request = { expectedAccessKeyId: null, idempotent: idempotentRequest("user-1", "once", "body") };
    const { accessKeyId } = await reset(us, request);
    enable(eu);
    expect(await reset(us, request)).toMatchObject({ replayed: true, accessKeyId });
    expect(await codeOf(reset(us, { expectedAccessKeyId: null }))).toBe("key_changed");
  });

  test.each([
    ["who does not say which it is", {}],
    ["who expects none", { expectedAccessKeyId: null }],
  ])("gets none either when it is removed just as it is to be reset, by %s", async (_, request) => {
    const { reset, enable, ports, iam } = aRegionalScene();
    const { accessKeyId, connection } = await reset(us);
    enable(eu);
    beforeNext(ports.policies, "find", async () => {
      // asked between the look at the region and its reset
      await removeAccessKey(ports, anAdmin, connection.connectionId, accessKeyId);
    });
    expect(await codeOf(reset(us, request))).toBe("key_changed");
    const others = iam.allKeys().filter((key) => key.accessKeyId !== accessKeyId);
    expect(others).toEqual([]);
  });

  test.each(["at the connection", "at its user"])("lets what was begun be finished, %s", async (where) => {
    const scene = aRegionalScene();
    if (where === "at its user") interrupt(scene.iam, "createUser", "dies_before");
    else interrupt(scene.ports.connections, "insert", "dies_before");
    expect(await codeOf(scene.reset(us))).toBe("died");
    scene.enable(eu);
    expect(await codeOf(scene.reset(us))).toBe("region_not_enabled");
    await sweep(scene, 2 * MINUTE_MS);
    await sweep(scene, 2 * MINUTE_MS);
    expect(await scene.service(us)).toMatchObject({ state: "ready" });
    expect(await scene.connection(us)).toMatchObject({ state: "ready" });
    expect(scene.warnings).toEqual([]);
  });
});

/** Every place where a process can die on the way to a first key, before and after each of its calls. */
async function deaths() {
  const scene = aRegionalScene();
  const { ports, calls } = dyingPorts(scene.ports, undefined);
  await scene.reset(us, {}, ports);
  const count = calls();
  expect(count).toBeGreaterThan(12);
  return Array.from({ length: count }, (_, call) => [false, true].map((after) => ({ call, after }))).flat();
}

async function expectWhole(scene: ReturnType<typeof aRegionalScene>): Promise<void> {
  expect(await scene.ports.services.page("acme", 9)).toMatchObject([{ state: "ready", system: "regional" }]);
  const [connection, ...more] = await scene.ports.connections.page("acme", 9);
  expect(more).toEqual([]);
  expect(connection).toMatchObject({ state: "ready" });
  expect([...scene.iam.users.keys()]).toEqual([connection?.userName]);
  const named = connection?.current ? [connection.current.accessKeyId] : [];
  expect(scene.iam.allKeys().map((key) => key.accessKeyId)).toEqual(named);
}

describe("a first creation that dies at any of its calls", async () => {
  for (const death of await deaths()) {
    const when = `${death.after ? "after" : "before"} call ${death.call + 1}`;

    test(`${when} is finished by the sweep, and nothing is left that no record names`, async () => {
      const scene = aRegionalScene();
      expect(await codeOf(scene.reset(us, {}, dyingPorts(scene.ports, death).ports))).toBe("died");
      await sweepForDays(scene);
      const isNothing = (await scene.service(us)) === undefined;
      if (isNothing) expect(scene.iam.users.size).toBe(0);
      else await expectWhole(scene);
      const { accessKeyId } = await scene.reset(us);
      await expectWhole(scene);
      expect(scene.iam.works(accessKeyId)).toBe(true);
    });

    test(`${when} is finished by the same request sent again`, async () => {
      const scene = aRegionalScene();
      expect(await codeOf(scene.reset(us, {}, dyingPorts(scene.ports, death).ports))).toBe("died");
      scene.clock.advance(61_000);
      const { accessKeyId } = await scene.reset(us);
      expect(scene.iam.works(accessKeyId)).toBe(true);
      await sweepForDays(scene);
      await expectWhole(scene);
      expect(scene.iam.works(accessKeyId)).toBe(true);
      await relay(scene);
      const types = scene.bus.events.map((event) => event.type);
      for (const once of ["ConnectionCreated", "ServiceCreated"]) {
        expect(types.filter((type) => type === once)).toHaveLength(1);
      }
    });
  }
});
