import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { USERS_PER_CELL_MAX } from "../connection/provisioning.ts";
import { idempotentRequest } from "../key/idempotency.ts";
import { orgIdOf } from "../org/org.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aService } from "../testing/sample-records.ts";
import { codeOf, sweep } from "../testing/scene.ts";
import { createService, type NewService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";
import { SERVICES_PER_ORG_MAX } from "./service.ts";

function aDeployment() {
  const world = memoryWorld();
  const create = (request: Partial<NewService> = {}) =>
    createService(world.ports, anAdmin, { name: "Sales data", ...request });
  const all = () => world.ports.services.page("acme", 10);
  return { ...world, create, all };
}

const withKey = (key: string, body: object = {}) => ({ idempotent: idempotentRequest("user-1", key, body) });

describe("adding a data service", () => {
  test("makes a folder, a user with its policy, and no key", async () => {
    const { iam, create } = aDeployment();
    const { service, connection } = await create();
    expect(service).toMatchObject({ state: "ready", name: "Sales data", createdBy: "Ada Admin" });
    const folder = `${orgIdOf("acme")}/sales-data-${service.serviceId.slice(-16)}/`;
    expect(connection.folder).toBe(folder);
    expect(connection).toMatchObject({ state: "ready", serviceId: service.serviceId, region: "us-east-1" });
    expect(connection).not.toHaveProperty("current");
    expect(iam.users.get(connection.userName)).toEqual({ policy: true, keys: [] });
    expect([...iam.folders]).toEqual([`${connection.bucket}/${connection.folder}`]);
    expect(service.outbox.map((event) => event.type)).toEqual(["ServiceCreated"]);
    expect(connection.outbox.map((event) => event.type)).toEqual(["ConnectionCreated"]);
    expect([service.nextActionAt, connection.nextActionAt]).toEqual([undefined, undefined]);
  });

  test("makes another each time, of the same name too, in a folder of its own", async () => {
    const { create } = aDeployment();
    const [one, other] = [await create(), await create()];
    expect(one.service.serviceId).not.toBe(other.service.serviceId);
    expect(one.connection.folder).not.toBe(other.connection.folder);
  });

  test("takes the region asked for, and refuses one that is not enabled", async () => {
    const { create, all } = aDeployment();
    expect((await create({ region: "eu-central-1" })).connection.bucket).toBe("keyturn-test-eu-central-1");
    expect(await codeOf(create({ region: "mars-north-1" }))).toBe("region_not_enabled");
    expect(await all()).toHaveLength(1);
  });

  test("refuses pipelines nobody knows", async () => {
    const { create, all } = aDeployment();
    expect(await codeOf(create({ pipelineIds: ["p-1"] }))).toBe("unknown_pipeline");
    expect(await all()).toEqual([]);
  });
});

type Step = [what: string, port: "services" | "connections" | "provisioning", method: string];

describe("a creation that died", () => {
  const steps: Step[] = [
    ["at the service's record", "services", "insert"],
    ["at the connection's record", "connections", "insert"],
    ["at the user", "provisioning", "createUser"],
    ["at the policy", "provisioning", "putUserPolicy"],
    ["at the folder", "provisioning", "putFolderMarker"],
    ["when the connection was to be ready", "connections", "update"],
    ["when the service was to be ready", "services", "update"],
  ];
  const cases = steps.flatMap(([what, port, method]) =>
    (["dies_before", "dies_after"] as const).map((how) => ({ what, port, method, how })),
  );

  async function expectOne({ ports, iam }: ReturnType<typeof aDeployment>) {
    const [services, connections] = [
      await ports.services.page("acme", 9),
      await ports.connections.page("acme", 9),
    ];
    expect(services.map((service) => service.state)).toEqual(["ready"]);
    expect(connections.map((connection) => connection.state)).toEqual(["ready"]);
    expect([...iam.users.keys()]).toEqual(connections.map((connection) => connection.userName));
    const told = [...services, ...connections].flatMap((record) => record.outbox.map((event) => event.type));
    expect(told).toEqual(["ServiceCreated", "ConnectionCreated"]);
  }

  test.each(cases)("$what ($how) is finished by the same request", async ({ port, method, how }) => {
    const scene = aDeployment();
    interrupt<object>(scene.ports[port], method as never, how);
    expect(await codeOf(scene.create(withKey("k1")))).toBe("died");
    await scene.create(withKey("k1"));
    await expectOne(scene);
  });

  test.each(cases.slice(1))(
    "$what ($how) is finished by the sweep a minute later",
    async ({ port, method, how }) => {
      const scene = aDeployment();
      interrupt<object>(scene.ports[port], method as never, how);
      expect(await codeOf(scene.create())).toBe("died");
      await sweep(scene, MINUTE_MS);
      await expectOne(scene);
    },
  );
});

describe("an Idempotency-Key for a data service", () => {
  test("answers the same service and connection again", async () => {
    const { create, all } = aDeployment();
    const first = await create(withKey("k1"));
    expect(await create(withKey("k1"))).toEqual(first);
    expect(await all()).toHaveLength(1);
  });

  test("makes one service for two requests at once", async () => {
    const { create, all } = aDeployment();
    const made = await Promise.all([create(withKey("k1")), create(withKey("k1"))]);
    expect(made[0]?.service.serviceId).toBe(made[1]?.service.serviceId);
    expect(await all()).toHaveLength(1);
  });

  test("with another body is refused, also when the first request is not done yet", async () => {
    const { create, ports, all } = aDeployment();
    await create(withKey("k1", { name: "a" }));
    expect(await codeOf(create(withKey("k1", { name: "b" })))).toBe("idempotency_key_reused");
    const find = ports.services.find;
    let asked = 0;
    ports.services.find = async (ref) => (asked++ === 0 ? undefined : find(ref)); // as it was a moment before
    expect(await codeOf(create(withKey("k1", { name: "b" })))).toBe("idempotency_key_reused");
    expect(await all()).toHaveLength(1);
  });

  test("makes a new service a day later, also when the first is still there", async () => {
    const { create, clock } = aDeployment();
    const first = await create(withKey("k1"));
    clock.advance(DAY_MS);
    const second = await create(withKey("k1", { name: "b" }));
    expect(second.service.serviceId).not.toBe(first.service.serviceId);
    expect(second.connection.userName).not.toBe(first.connection.userName);
  });

  test("does not bring back a service deleted since", async () => {
    const { ports, create, all } = aDeployment();
    const { service } = await create(withKey("k1"));
    await deleteService(ports, anAdmin, service.serviceId, service.name);
    expect(await codeOf(create(withKey("k1")))).toBe("not_found");
    expect((await all()).map((one) => one.state)).toEqual(["deleted"]);
  });
});

describe("the limits of data services", () => {
  test("an org's thousandth is welcome, the next is not; tombstones do not count", async () => {
    const { ports, create } = aDeployment();
    for (let count = 0; count < SERVICES_PER_ORG_MAX - 1; count++)
      await ports.services.insert(aService("acme"));
    await ports.services.insert(aService("acme", { state: "deleted" }));
    expect(await codeOf(create())).toBe("answered");
    await expect(create()).rejects.toMatchObject({
      ...{ code: "service_limit_reached", detail: "An org has at most 1000 data services." },
      more: { params: { max: 1_000 } },
    });
  });

  test("an account's 4,800th user is made, the next is not", async () => {
    const { ports, create, all } = aDeployment();
    ports.provisioning.countUsers = async () => USERS_PER_CELL_MAX - 1;
    expect(await codeOf(create())).toBe("answered");
    ports.provisioning.countUsers = async () => USERS_PER_CELL_MAX;
    expect(await codeOf(create())).toBe("capacity_exhausted");
    expect(await all()).toHaveLength(1);
  });
});
