import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { presets } from "../policy/preset.ts";
import { PatchRefused } from "../record/patch.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf, DELETE_ATTEMPTS } from "../testing/scene.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";
import type { Service } from "./service.ts";

async function aDeletion(deployment = {}) {
  const scene = await aScene(deployment);
  const { ports, serviceId } = scene;
  const remove = () => deleteService(ports, anAdmin, serviceId, "Sales data");
  const service = async () => (await ports.services.find({ org: "acme", serviceId })) as Service;
  const told = async () => (await service()).outbox.map(({ type }) => type);
  return { ...scene, remove, service, told };
}

describe("a deletion that died", () => {
  test.each([
    ["connections", "update", "dies_after"],
    ["accessKeys", "delete", "dies_before"],
    ["accessKeys", "delete", "dies_after"],
    ["deprovisioning", "deleteUser", "dies_after"],
  ] as const)("at %s.%s (%s) is finished by the same request a minute later", async (port, method, how) => {
    const { ports, iam, reset, remove, service, clock, told } = await aDeletion();
    await reset();
    clock.advance(10 * MINUTE_MS); // IAM knows the key everywhere
    interrupt<object>(ports[port], method as never, how);
    expect(await codeOf(remove())).toBe("died");
    clock.advance(MINUTE_MS);
    expect(await codeOf(remove())).toBe("answered");
    expect((await service()).state).toBe("deleted");
    expect(await told()).toEqual(["ServiceCreated", "ServiceDeleted"]);
    expect(iam.users.size).toBe(0);
  });

  test("when it had buried a connection that was never made is finished by the same request", async () => {
    const { ports } = await aDeletion();
    interrupt(ports.connections, "insert", "dies_before");
    expect(await codeOf(createService(ports, anAdmin, { name: "Ledger" }))).toBe("died");
    const made = async () => (await ports.services.page("acme", 9)).find(({ name }) => name === "Ledger");
    const { serviceId } = (await made()) as Service;
    const remove = () => codeOf(deleteService(ports, anAdmin, serviceId, "Ledger"));
    interrupt(ports.services, "update", "ok", "dies_before");
    expect(await remove()).toBe("died");
    expect(await remove()).toBe("answered");
    expect((await made())?.state).toBe("deleted");
  });
});

describe("a deletion that cannot go on", () => {
  test("is not answered as done when its last write fails, and is finished by the sweep", async () => {
    const { ports, remove, service, sweep } = await aDeletion();
    interrupt(ports.services, "update", "ok", "ok", "throttled"); // begins, names no connection, ends
    await expect(remove()).rejects.toMatchObject({ failure: "throttled" });
    expect(await service()).toMatchObject({ state: "deleting", connectionIds: [] });
    await sweep(MINUTE_MS);
    expect((await service()).state).toBe("deleted");
  });

  test("tells of a key that somebody made meanwhile, which is in its way", async () => {
    const { ports, iam, userName, clock, remove, service } = await aDeletion();
    clock.advance(10 * MINUTE_MS);
    let theirs = "";
    const { deleteUser } = ports.deprovisioning;
    ports.deprovisioning.deleteUser = async (connection) => {
      theirs ||= (await iam.create({ userName })).accessKeyId;
      return deleteUser.call(iam, connection);
    };
    const refusal = await remove().catch((error) => error);
    expect(refusal).toMatchObject({
      ...{ code: "unmanaged_key_present", more: { params: { accessKeyIds: theirs } } },
      detail: expect.stringContaining("The deletion has begun, and goes on when it is gone."),
    });
    expect((await service()).state).toBe("deleting");
  });

  test("tells that AWS does not answer, and when to ask again", async () => {
    const { ports, reset, remove, service, record, clock } = await aDeletion();
    await reset();
    interrupt(ports.accessKeys, "delete", ...Array(DELETE_ATTEMPTS).fill("unknown"));
    const refusal = await remove().catch((error) => error);
    const endsAt = (await record()).operation?.expiresAt ?? "";
    const retryAfterSeconds = Math.ceil((Date.parse(endsAt) - Date.parse(clock.now())) / 1000);
    expect(refusal).toMatchObject({
      ...{ code: "unavailable", more: { retryAfterSeconds } },
      detail: "AWS did not answer. Nothing is lost: send the same request again later.",
    });
    expect((await service()).state).toBe("deleting");
  });
});

describe("a deletion that ends because a key was created meanwhile, where keys are never removed,", () => {
  /** The key is created as soon as the service is `deleting`; something else before the service is `ready` again. */
  async function aKeyMeanwhile(andThen?: Partial<Service>) {
    const scene = await aDeletion({ preset: presets["cloud-dashboard"] });
    const { services } = scene.ports;
    const { update } = services;
    services.update = async (ref, patch) => {
      const { state } = patch.set ?? {};
      if (state === "ready" && andThen) await update(ref, { when: [], set: andThen });
      const updated = await update(ref, patch);
      if (state === "deleting") await scene.reset();
      return updated;
    };
    return scene;
  }

  test("leaves the data service ready, as it had told, with its key", async () => {
    const { remove, service, told, working, sweep } = await aKeyMeanwhile();
    expect(await codeOf(remove())).toBe("removal_not_allowed");
    expect((await service()).state).toBe("ready");
    await sweep(MINUTE_MS);
    expect((await service()).state).toBe("ready");
    expect(await told()).toEqual(["ServiceCreated"]);
    expect(working()).toHaveLength(1);
  });

  test("does not bring back a data service whose deletion somebody else has finished", async () => {
    const { remove, service } = await aKeyMeanwhile({ state: "deleted", sequence: 2 });
    expect(await codeOf(remove())).toBeInstanceOf(PatchRefused);
    expect((await service()).state).toBe("deleted");
  });
});
