import { describe, expect, test } from "vitest";
import { presets } from "../policy/preset.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { afterNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { deleteConnection } from "./delete-connection.ts";

type Scene = Awaited<ReturnType<typeof aScene>>;
const remove = ({ ports, connectionId, userName }: Scene) =>
  deleteConnection(ports, anAdmin, connectionId, userName);

/** Something happens once a deletion has looked at the keys, and has not begun yet. */
function beforeItBegins({ iam }: Scene, act: () => Promise<unknown>): void {
  afterNext(iam, "list", () => act());
}

describe("the second of two clicks", () => {
  /** The first has begun just before it, and is done at so many half seconds. */
  async function twoClicks(doneAt: number) {
    const scene = await aScene();
    await scene.reset();
    const { iam, clock } = scene;
    const [atTheUser, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const deleteUser = iam.deleteUser.bind(iam);
    iam.deleteUser = async (user) => {
      atTheUser.resolve();
      await goOn.promise;
      return deleteUser(user);
    };
    let first: Promise<void> | undefined;
    beforeItBegins(scene, () => {
      first = remove(scene);
      return atTheUser.promise;
    });
    let halfSeconds = 0;
    const sleep = clock.sleep.bind(clock);
    clock.sleep = async (milliseconds) => {
      await sleep(milliseconds);
      if (++halfSeconds !== doneAt) return;
      goOn.resolve();
      await first;
    };
    const end = () => {
      goOn.resolve();
      return first;
    };
    return { second: remove(scene), end };
  }

  test.each([1, 5])("is done when the first is, %i half seconds later", async (halfSeconds) => {
    const { second, end } = await twoClicks(halfSeconds);
    expect(await codeOf(second)).toBe("answered");
    await end();
  });

  test("is told after two and a half seconds to come again when the first's lease runs out", async () => {
    const { second, end } = await twoClicks(6);
    await expect(second).rejects.toMatchObject({ code: "unavailable", more: { retryAfterSeconds: 58 } });
    await end();
  });
});

test.each(["data-services", "cloud-dashboard"] as const)(
  "a reset that begins just before a deletion is what stands in its way: %s",
  async (preset) => {
    const scene = await aScene({ preset: presets[preset] });
    const { ports, reset, record } = scene;
    beforeItBegins(scene, async () => {
      interrupt(ports.connections, "update", "dies_after");
      expect(await codeOf(reset())).toBe("died");
    });
    expect(await codeOf(remove(scene))).toBe("operation_in_progress");
    expect(await record()).toMatchObject({ state: "ready", operation: { kind: "issue" } });
  },
);

test("of a customer's connection the secret goes, and IAM is not even asked", async () => {
  const { ports, iam, secrets, connectionId, first, record } = await customerScene();
  const asked: string[] = [];
  iam.list = async () => {
    asked.push("ListAccessKeys");
    return [];
  };
  iam.deleteUser = async () => void asked.push("DeleteUser");
  await deleteConnection(ports, anAdmin, connectionId, (await record()).userName);
  expect(asked).toEqual([]);
  expect(secrets.secrets.size).toBe(0);
  expect(await record()).toMatchObject({ state: "deleted", deletedKeys: [first.accessKeyId] });
});
