import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { presets } from "../policy/preset.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf, DELETE_ATTEMPTS } from "../testing/scene.ts";
import { removeAccessKey } from "./remove-access-key.ts";

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
    ["without a confirmation", undefined, "confirmation_required"],
    ["confirmed by another key's id", "AKIASOMETHINGELSE1", "confirmation_mismatch"],
  ])("is refused %s and changes nothing", async (_, confirm, code) => {
    const { accessKeyId, remove, record, working } = await aKey();
    const before = await record();
    expect(await codeOf(remove(confirm))).toBe(code);
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
    const removal = removeAccessKey(ports, anAdmin, connectionId, "AKIASOMETHINGELSE1");
    expect(await codeOf(removal)).toBe("no_access_key");
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
