import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { retireAccessKey } from "../key/retire-access-key.ts";
import { type DriftScene, driftScene } from "../testing/drift-scene.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { anAdmin } from "../testing/memory-ports.ts";

/** What somebody does behind Keyturn's back, and what is told and counted of it. */
interface Deed {
  name: string;
  by(scene: DriftScene): Promise<unknown>;
  told: string[];
  counted: Record<string, number>;
}

const deeds: Deed[] = [
  { name: "nothing", by: async () => {}, told: [], counted: {} },
  {
    name: "a key is deleted",
    by: ({ iam, user, accessKeyId }) => iam.delete(user, accessKeyId),
    told: ["KeyDriftDetected key_deleted"],
    counted: { key_deleted: 1 },
  },
  {
    name: "a key is deactivated",
    by: ({ iam, user, accessKeyId }) => iam.deactivate(user, accessKeyId),
    told: ["KeyDriftDetected key_deactivated"],
    counted: { key_deactivated: 1 },
  },
  {
    name: "a leaked key that was switched off is switched on again",
    by: async ({ ports, record, settle }) => {
      const { org, connectionId, current } = await record();
      const patch = {
        when: [],
        set: { current: { ...current, state: "inactive" as const } as typeof current },
      };
      await ports.connections.write({ org, connectionId }, { ...patch, remove: ["nextActionAt"] });
      settle();
    },
    told: ["KeyDriftDetected key_reactivated"],
    counted: { key_reactivated: 1 },
  },
  {
    name: "the old key of a staged reset is switched on again after it was retired",
    by: async ({ ports, connectionId, reset, iam, user, accessKeyId, settle }) => {
      await reset({ mode: "staged" });
      settle();
      await retireAccessKey(ports, anAdmin, connectionId, {});
      await iam.activate(user, accessKeyId);
    },
    told: ["KeyDriftDetected key_reactivated"],
    counted: { key_reactivated: 1 },
  },
  {
    name: "a key is made for the user",
    by: ({ iam, user }) => iam.create(user),
    told: ["UnmanagedKeyDetected"],
    counted: { key_created: 1 },
  },
  {
    name: "the key is deleted, and another made in its place",
    by: async ({ iam, user, accessKeyId }) => {
      await iam.delete(user, accessKeyId);
      await iam.create(user);
    },
    told: ["KeyDriftDetected key_deleted", "UnmanagedKeyDetected"],
    counted: { key_deleted: 1, key_created: 1 },
  },
  {
    name: "the user is deleted with its key",
    by: async ({ iam, userName }) => iam.users.delete(userName),
    told: ["KeyDriftDetected user_deleted"],
    counted: { user_deleted: 1 },
  },
  {
    name: "a key is made for a user that has none",
    by: async ({ ports, serviceId, iam }) => {
      const { userName } = await addConnection(ports, anAdmin, serviceId, {});
      await iam.create({ userName });
    },
    told: ["UnmanagedKeyDetected"],
    counted: { key_created: 1 },
  },
  {
    name: "a user is made under the org's path",
    by: ({ iam }) => iam.createUser({ userName: "mallory", org: "acme" }),
    told: ["UnmanagedUserDetected mallory"],
    counted: { user_created: 1 },
  },
  {
    name: "a user is made that is called as if a connection had it",
    by: ({ iam, connectionId }) => {
      const userName = `kt-other-${connectionId.slice("con_".length)}`;
      return iam.createUser({ userName, org: "acme" });
    },
    told: [expect.stringMatching(/^UnmanagedUserDetected kt-other-/)],
    counted: { user_created: 1 },
  },
];

describe.each(deeds)("when $name", ({ by, told, counted }) => {
  async function done(): Promise<DriftScene> {
    const scene = await driftScene();
    scene.settle();
    await by(scene);
    scene.settle();
    return scene;
  }

  test("it is told once, counted as long as it is so, and nothing is changed", async () => {
    const scene = await done();
    const before = scene.stateOfIam();
    await scene.compare();
    expect(await scene.found()).toEqual(told);
    expect(await scene.counted()).toEqual(counted);
    for (let day = 0; day < 3; day++) {
      scene.clock.advance(DAY_MS);
      await scene.compare();
    }
    expect(await scene.found()).toEqual(told);
    expect(await scene.counted()).toEqual(counted);
    expect(scene.stateOfIam()).toEqual(before);
    expect(scene.warnings.filter((line) => line !== "IAM differs from the records")).toEqual([]);
  });

  test("two comparisons at once tell the same", async () => {
    const scene = await done();
    await Promise.all([scene.compare(), scene.compare()]);
    expect(await scene.found()).toEqual(told);
    expect(await scene.counted()).toEqual(counted);
  });

  test.each([false, true])("one that died at any call is made up for (the call done: %s)", async (after) => {
    for (let call = 0, more = true; more; call++) {
      const scene = await done();
      const dying = dyingPorts(scene.ports, { call, after });
      more = await scene.compare(dying.ports).then(
        () => false,
        () => true,
      );
      scene.clock.advance(DAY_MS);
      await scene.compare();
      expect(await scene.found(), `call ${call}`).toEqual(told);
      expect(await scene.counted(), `call ${call}`).toEqual(counted);
    }
  });
});

describe("what was found", () => {
  async function found(deed: (scene: DriftScene) => Promise<unknown>): Promise<DriftScene> {
    const scene = await driftScene();
    scene.settle();
    await deed(scene);
    scene.settle();
    await scene.compare();
    return scene;
  }
  const deleted = ({ iam, user, accessKeyId }: DriftScene) => iam.delete(user, accessKeyId);
  const deactivated = ({ iam, user, accessKeyId }: DriftScene) => iam.deactivate(user, accessKeyId);

  test("is shown on the connection, and changes nobody's name on it", async () => {
    const scene = await found(deleted);
    const { accessKeyId } = scene;
    expect(await scene.shown()).toEqual([{ kind: "key_deleted", accessKeyId, since: expect.any(String) }]);
    expect(await scene.record()).toMatchObject({ updatedBy: "Ada Admin" });
  });

  test("ends with a reset, which works though the old key is gone, and is not told of twice", async () => {
    const scene = await found(deleted);
    const { previousKeyStopped, accessKeyId } = await scene.reset();
    expect(previousKeyStopped).toBe(true);
    expect(scene.working()).toEqual([accessKeyId]);
    expect([await scene.shown(), await scene.counted()]).toEqual([undefined, {}]);
    scene.clock.advance(DAY_MS);
    await scene.compare();
    expect(await scene.found()).toEqual(["KeyDriftDetected key_deleted"]);
    expect(await scene.record()).not.toHaveProperty("drift");
  });

  test("is over when somebody puts it right, and that is told", async () => {
    const scene = await found(deactivated);
    await scene.iam.activate(scene.user, scene.accessKeyId);
    scene.clock.advance(DAY_MS);
    await scene.compare();
    expect(await scene.found()).toEqual([
      "KeyDriftDetected key_deactivated",
      "KeyDriftResolved key_deactivated",
    ]);
    expect([await scene.shown(), await scene.counted()]).toEqual([undefined, {}]);
  });

  test("of a user is no longer counted when the user has gone, and told anew of another of that name", async () => {
    const scene = await found(({ iam }) => iam.createUser({ userName: "mallory", org: "acme" }));
    await scene.iam.deleteUser({ userName: "mallory" });
    scene.clock.advance(3 * DAY_MS);
    await scene.compare();
    expect(await scene.counted()).toEqual({});
    await scene.iam.createUser({ userName: "mallory", org: "acme" });
    scene.settle();
    await scene.compare();
    expect(await scene.found()).toEqual(["UnmanagedUserDetected mallory", "UnmanagedUserDetected mallory"]);
    expect(await scene.counted()).toEqual({ user_created: 1 });
  });

  test("does not keep a connection whose user is gone from being deleted", async () => {
    const scene = await found(async ({ iam, userName }) => iam.users.delete(userName));
    await addConnection(scene.ports, anAdmin, scene.serviceId, {});
    await deleteConnection(scene.ports, anAdmin, scene.connectionId, scene.userName);
    expect(await scene.counted()).toEqual({});
  });
});

describe("nothing is told", () => {
  test("of what Keyturn itself has just done, however stale IAM's lists are", async () => {
    const scene = await driftScene();
    scene.settle();
    const stale = await scene.iam.list(scene.user);
    const list = scene.iam.list.bind(scene.iam);
    await scene.reset();
    scene.iam.list = async () => stale;
    await scene.compare();
    scene.clock.advance(14 * MINUTE_MS);
    await scene.compare();
    expect(await scene.found()).toEqual([]);
    scene.iam.list = list;
    scene.clock.advance(DAY_MS);
    await scene.compare();
    expect(await scene.found()).toEqual([]);
  });

  test("of one odd answer", async () => {
    const scene = await driftScene();
    scene.settle();
    const list = scene.iam.list.bind(scene.iam);
    let asked = 0;
    scene.iam.list = async (user) => (++asked === 1 ? [] : list(user));
    await scene.compare();
    expect([asked, await scene.found(), await scene.counted()]).toEqual([2, [], {}]);
    expect(scene.warnings).toEqual([]);
  });

  test("of a record that changes between the looks and the writing", async () => {
    const scene = await driftScene();
    scene.settle();
    await scene.iam.deactivate(scene.user, scene.accessKeyId);
    const list = scene.iam.list.bind(scene.iam);
    let asked = 0;
    scene.iam.list = async (user) => {
      const listed = await list(user);
      if (++asked === 2) await scene.reset();
      return listed;
    };
    await scene.compare();
    expect([await scene.found(), scene.warnings]).toEqual([[], []]);
  });

  test("of users made just now, and those of deleted connections that a list still shows", async () => {
    const scene = await driftScene();
    await addConnection(scene.ports, anAdmin, scene.serviceId, {});
    scene.settle();
    await scene.iam.createUser({ userName: "mallory", org: "acme" });
    const { userList } = scene.ports;
    const before = await userList.page("main", 10);
    await deleteConnection(scene.ports, anAdmin, scene.connectionId, scene.userName);
    Object.assign(scene.ports, { userList: { page: async () => before } });
    await scene.compare();
    expect(await scene.found()).toEqual([]);
  });
});

test("a user under the path of no org is an operator's to know of: every day, in the log alone", async () => {
  const scene = await driftScene();
  await scene.iam.createUser({ userName: "mallory" });
  for (let day = 0; day < 2; day++) {
    scene.clock.advance(DAY_MS);
    await scene.compare();
  }
  expect([await scene.found(), await scene.counted()]).toEqual([[], {}]);
  expect(scene.warnings).toEqual(["IAM differs from the records", "IAM differs from the records"]);
});
