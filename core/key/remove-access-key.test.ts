import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { presets } from "../policy/preset.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { CUSTOMERS_ACCOUNT } from "../testing/memory-pairs.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf, DELETE_ATTEMPTS } from "../testing/scene.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { takeOperation } from "./take-operation.ts";

async function aKey(deployment = {}) {
  const scene = await aScene(deployment);
  const { accessKeyId } = await scene.reset();
  const remove = (confirm?: string) => removeAccessKey(scene.ports, anAdmin, scene.connectionId, confirm);
  return { ...scene, accessKeyId, remove };
}

describe("removing the access key", () => {
  test("leaves none in IAM and none in the record", async () => {
    const { iam, accessKeyId, remove, told } = await aKey();
    const after = await remove(accessKeyId);
    expect(after).not.toHaveProperty("current");
    expect(after).not.toHaveProperty("operation");
    expect(iam.allKeys()).toEqual([]);
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "KeyRemoved"]);
  });

  test("sent again answers the same, and tells nothing again", async () => {
    const { accessKeyId, remove } = await aKey();
    const first = await remove(accessKeyId);
    expect(await remove(accessKeyId)).toEqual(first);
  });

  test.each([
    [
      "without a confirmation",
      undefined,
      "confirmation_required",
      "Confirm the removal with the id of the access key to remove: ?confirm={accessKeyId}.",
    ],
    [
      "confirmed by another key's id",
      "AKIASOMETHINGELSE1",
      "confirmation_mismatch",
      "The connection's access key is another than the confirmed one.",
    ],
  ])("is refused %s, names the key, and changes nothing", async (_, confirm, code, detail) => {
    const { accessKeyId, remove, record, working } = await aKey();
    const before = await record();
    await expect(remove(confirm)).rejects.toMatchObject({ code, detail, more: { params: { accessKeyId } } });
    expect(await record()).toEqual(before);
    expect(working()).toEqual([accessKeyId]);
  });

  test("is refused where the deployment's rules forbid it, whatever was confirmed", async () => {
    const { accessKeyId, remove, working } = await aKey({ preset: presets["cloud-dashboard"] });
    expect(await codeOf(remove(accessKeyId))).toBe("removal_not_allowed");
    expect(await codeOf(remove())).toBe("removal_not_allowed");
    expect(working()).toEqual([accessKeyId]);
  });

  test("needs a key to be there", async () => {
    const { ports, connectionId } = await aScene();
    const remove = (confirm?: string) => removeAccessKey(ports, anAdmin, connectionId, confirm);
    await expect(remove("AKIASOMETHINGELSE1")).rejects.toMatchObject({
      ...{ code: "no_access_key", detail: "The connection has no access key." },
    });
    await expect(remove()).rejects.toMatchObject({
      ...{ code: "confirmation_required", more: { params: { accessKeyId: "" } } },
    });
  });

  test("is irrevocable from its take on: a reset meanwhile is refused, and the sweep ends it", async () => {
    const { iam, accessKeyId, remove, reset, record, sweep } = await aKey();
    interrupt(iam, "delete", "dies_before");
    expect(await codeOf(remove(accessKeyId))).toBe("died");
    expect(await record()).toMatchObject({ current: { accessKeyId, state: "doomed" } });
    expect(await codeOf(reset())).toBe("operation_in_progress");
    await sweep(MINUTE_MS);
    expect(await record()).not.toHaveProperty("current");
    expect(iam.allKeys()).toEqual([]);
  });

  test("removes the doomed key of an earlier reset as well", async () => {
    const { iam, reset, remove } = await aKey();
    interrupt(iam, "delete", ...Array<"throttled">(DELETE_ATTEMPTS).fill("throttled"));
    const { accessKeyId } = await reset();
    await remove(accessKeyId);
    expect(iam.allKeys()).toEqual([]);
  });

  test("that IAM does not confirm in time is unavailable, and is done by the sweep", async () => {
    const { iam, accessKeyId, remove, sweep, told } = await aKey();
    interrupt(iam, "delete", ...Array<"unknown">(DELETE_ATTEMPTS).fill("unknown"));
    expect(await codeOf(remove(accessKeyId))).toBe("unavailable");
    await sweep(MINUTE_MS);
    await sweep(MINUTE_MS);
    expect(iam.allKeys()).toEqual([]);
    expect((await told()).filter((type) => type === "KeyRemoved")).toHaveLength(1);
  });
});

describe("a removal that is not the first", () => {
  /** Something happens after a look at the record: at the one of that number, the request's own being the first. */
  function afterLook(scene: Awaited<ReturnType<typeof aKey>>, look: number, act: () => Promise<unknown>) {
    const { connections } = scene.ports;
    const { find } = connections;
    let looks = 0;
    connections.find = async (ref) => {
      const found = await find(ref);
      if (++looks === look) {
        connections.find = find;
        await act();
      }
      return found;
    };
  }

  test("answers what an abandoned one of the same key, recovered on its way, has done", async () => {
    const { iam, accessKeyId, remove, clock, told } = await aKey();
    interrupt(iam, "delete", "dies_before");
    expect(await codeOf(remove(accessKeyId))).toBe("died");
    clock.advance(MINUTE_MS);
    const after = await remove(accessKeyId);
    expect(after).not.toHaveProperty("current");
    expect((await told()).filter((type) => type === "KeyRemoved")).toHaveLength(1);
  });

  test("answers what another, quicker one has done", async () => {
    const scene = await aKey();
    const { accessKeyId, remove, told } = scene;
    afterLook(scene, 1, () => remove(accessKeyId));
    expect(await remove(accessKeyId)).not.toHaveProperty("current");
    expect((await told()).filter((type) => type === "KeyRemoved")).toHaveLength(1);
  });

  test("removes no key that a reset has made since it was confirmed", async () => {
    const scene = await aKey();
    const { accessKeyId, remove, reset, working } = scene;
    let fresh = "";
    afterLook(scene, 1, async () => {
      fresh = (await reset()).accessKeyId;
    });
    const error = await remove(accessKeyId).catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: "key_changed", more: { params: { accessKeyId: fresh } } });
    expect(working()).toEqual([fresh]);
  });

  test("does not pass off as done what a reset that is under way undoes", async () => {
    const scene = await aKey();
    const { ports, ref, accessKeyId, remove, record } = scene;
    afterLook(scene, 1, async () => {
      await remove(accessKeyId);
      afterLook(scene, 1, () => takeOperation(ports, { ref, kind: "issue", by: anAdmin }));
    });
    expect(await codeOf(remove(accessKeyId))).toBe("key_changed");
    expect(await record()).toMatchObject({ operation: { kind: "issue" } });
  });
});

describe("what a removal leaves in the record", () => {
  test("is who removed the key and when, and which one it was", async () => {
    const { accessKeyId, clock, remove } = await aKey();
    clock.advance(MINUTE_MS);
    const by = { updatedBy: anAdmin.name, updatedOn: clock.now() };
    expect(await remove(accessKeyId)).toMatchObject({ ...by, deletedKeys: [accessKeyId] });
  });

  test("of a customer's pairs is the customer's account, and no secret", async () => {
    const { ports, connectionId, ref, pairs, secrets, first, put } = await customerScene();
    const second = pairs.make();
    await put(second);
    const after = await removeAccessKey(ports, anAdmin, connectionId, second.accessKeyId);
    expect(after.customer).toEqual({ accountId: CUSTOMERS_ACCOUNT, removed: true });
    expect(after.deletedKeys).toEqual([second.accessKeyId, first.accessKeyId]);
    expect(secrets.currentKey(ref)).toBeUndefined();
  });

  test("of a customer's only pair is that one's id alone", async () => {
    const { ports, connectionId, first } = await customerScene();
    const after = await removeAccessKey(ports, anAdmin, connectionId, first.accessKeyId);
    expect(after.deletedKeys).toEqual([first.accessKeyId]);
  });
});
