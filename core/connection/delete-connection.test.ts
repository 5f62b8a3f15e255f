import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { presets } from "../policy/preset.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { deleteConnection } from "./delete-connection.ts";

async function aKey(deployment = {}) {
  const scene = await aScene(deployment);
  const { accessKeyId } = await scene.reset();
  const remove = (confirm?: string) => deleteConnection(scene.ports, anAdmin, scene.connectionId, confirm);
  return { ...scene, accessKeyId, remove };
}

describe("deleting a connection", () => {
  test("ends its key and its user, and leaves the service without it", async () => {
    const { ports, iam, userName, serviceId, remove, told, record, accessKeyId } = await aKey();
    await remove(userName);
    expect(iam.users.size).toBe(0);
    expect(await told()).toEqual(["ConnectionCreated", "KeyCreated", "KeyRemoved", "ConnectionDeleted"]);
    expect(await record()).toMatchObject({ state: "deleted", deletedKeys: [accessKeyId] });
    const service = await ports.services.find({ org: "acme", serviceId });
    expect(service).toMatchObject({ state: "ready", connectionIds: [] });
    expect(await codeOf(remove(userName))).toBe("not_found");
  });

  test.each([
    [
      "without a confirmation",
      undefined,
      "confirmation_required",
      "Confirm the deletion with the name of the connection's user: ?confirm={userName}.",
    ],
    [
      "confirmed by another name",
      "kt-another",
      "confirmation_mismatch",
      "The connection's user has another name.",
    ],
  ])("is refused %s and changes nothing", async (_, confirm, code, detail) => {
    const { userName, remove, record, working, accessKeyId } = await aKey();
    const before = await record();
    const refusal = { code, detail, more: { params: { userName } } };
    await expect(remove(confirm)).rejects.toMatchObject(refusal);
    expect(await record()).toEqual(before);
    expect(working()).toEqual([accessKeyId]);
  });

  test("is refused while a key exists where keys are never removed", async () => {
    const { userName, remove, working, accessKeyId } = await aKey({ preset: presets["cloud-dashboard"] });
    expect(await codeOf(remove(userName))).toBe("removal_not_allowed");
    expect(working()).toEqual([accessKeyId]);
  });

  test("never touches somebody else's key: refused before, waiting for it after", async () => {
    const { iam, clock, userName, remove, record, sweep, accessKeyId } = await aKey();
    clock.advance(MINUTE_MS);
    const theirs = await iam.create({ userName });
    expect(await codeOf(remove(userName))).toBe("unmanaged_key_present");
    expect(iam.works(accessKeyId)).toBe(true);
    interrupt(iam, "list", "ok");
    iam.list = async () => []; // not shown yet
    expect(await codeOf(remove(userName))).toBe("unavailable");
    await sweep(6 * MINUTE_MS);
    expect(iam.works(theirs.accessKeyId)).toBe(true);
    expect(await record()).toMatchObject({ state: "deleting" });
    await iam.delete({ userName }, theirs.accessKeyId);
    await sweep(MINUTE_MS);
    expect(await record()).toMatchObject({ state: "deleted" });
    expect(iam.users.size).toBe(0);
  });

  test("deletes an orphan in a window with the rest", async () => {
    const { iam, userName, remove, reset, record, sweep } = await aKey();
    interrupt(iam, "create", "dies_after");
    await codeOf(reset());
    const list = iam.list;
    iam.list = async () => []; // the orphan is not shown when the reset is recovered
    await sweep(MINUTE_MS);
    iam.list = list;
    expect(iam.allKeys()).toHaveLength(2);
    await remove(userName);
    expect(iam.users.size).toBe(0);
    expect(await record()).toMatchObject({ state: "deleted", windows: [] });
  });

  test.each([
    ["without a key, and a user too new to be surely gone", false, 2],
    ["with a key", true, 6],
  ])("with a window, that died once the user was gone, is finished: %s", async (_, hasKey, minutes) => {
    const { iam, ports, connectionId, userName, reset, record, sweep } = await aScene();
    if (hasKey) await reset();
    interrupt(iam, "create", "dies_before");
    await codeOf(reset());
    await sweep(MINUTE_MS);
    interrupt(ports.deprovisioning, "deleteUser", "dies_after");
    expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("died");
    await sweep(minutes * MINUTE_MS);
    expect(await record()).toMatchObject({ state: "deleted", windows: [] });
  });

  test("with a window is not done before IAM has shown what came of it", async () => {
    const { iam, userName, remove, reset, record, sweep } = await aKey();
    interrupt(iam, "create", "dies_before");
    await codeOf(reset());
    await sweep(MINUTE_MS);
    interrupt(iam, "list", "ok", "throttled"); // before the deletion, and at its end
    expect(await codeOf(remove(userName))).toBe("unavailable");
    expect(await record()).toMatchObject({ state: "deleting", windows: [{}] });
    expect(iam.users.size).toBe(1);
  });

  test("that has begun goes on where keys are removed no more since", async () => {
    const { iam, ports, clock, userName, remove, record } = await aKey();
    interrupt(iam, "delete", "dies_before");
    expect(await codeOf(remove(userName))).toBe("died");
    Object.assign(ports, { deployment: { ...ports.deployment, preset: presets["cloud-dashboard"] } });
    clock.advance(2 * MINUTE_MS);
    await remove(userName);
    expect(await record()).toMatchObject({ state: "deleted" });
  });
});
