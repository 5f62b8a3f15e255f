import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { createService } from "../service/create-service.ts";
import { type DriftScene, driftScene } from "../testing/drift-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";

describe("a comparison of many connections", () => {
  const CONNECTIONS = 60;

  async function many(): Promise<DriftScene> {
    const scene = await driftScene();
    for (let n = 1; n < CONNECTIONS; n++) {
      const caller = { ...anAdmin, org: `org-${n % 7}` };
      const { connection } = await createService(scene.ports, caller, { name: `Sales ${n}` });
      if (n % 3 === 0) continue; // has no key
      const { connectionId } = connection;
      await resetAccessKey(scene.ports, caller, connectionId, { reason: "other" });
    }
    scene.settle();
    return scene;
  }

  test("asks about each once, at most five times a second, in passes of some seconds", async () => {
    const scene = await many();
    const calls: string[] = [];
    const watched = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, name) => {
          const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
          return (...args: unknown[]) => {
            calls.push(String(name));
            return method.apply(target, args);
          };
        },
      });
    const { accessKeys, userList } = scene.ports;
    const startedAt = scene.clock.now();
    const passes = await scene.compare({
      ...scene.ports,
      accessKeys: watched(accessKeys),
      userList: watched(userList),
    });
    expect([...new Set(calls)].sort()).toEqual(["list", "page"]);
    expect(calls.filter((call) => call === "list")).toHaveLength(CONNECTIONS);
    expect(calls.filter((call) => call === "page")).toHaveLength(CONNECTIONS / 10);
    expect(scene.clock.now() >= plus(startedAt, calls.length * 200)).toBe(true);
    expect(passes).toBeGreaterThan(1);
  });

  test("does not keep the others waiting for one that IAM does not answer for", async () => {
    const scene = await many();
    await scene.iam.deactivate(scene.user, scene.accessKeyId);
    const list = scene.iam.list.bind(scene.iam);
    const [other] = [...scene.iam.users.keys()].filter((name) => name !== scene.userName);
    scene.iam.list = async (user) => {
      if (user.userName === other) throw new CallFailed("ListAccessKeys", "throttled");
      return list(user);
    };
    await scene.compare();
    expect(await scene.found()).toEqual(["KeyDriftDetected key_deactivated"]);
  });

  test("gives up when IAM answers for none, and says so", async () => {
    const scene = await many();
    let asked = 0;
    scene.iam.list = async () => {
      asked += 1;
      throw new CallFailed("ListAccessKeys", "denied");
    };
    await expect(scene.compare()).rejects.toThrow("ListAccessKeys");
    expect(asked).toBe(5);
  });
});
