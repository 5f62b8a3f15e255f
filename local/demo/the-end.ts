import { expectReply } from "./http-client.ts";
import type { Scene } from "./scene.ts";
import type { Credentials } from "./storage-client.ts";

/** The last chapter: the key and its data service go, or the deployment's rules keep them. */
export async function theEnd(scene: Scene, key: Credentials): Promise<void> {
  const { narrator, cast } = scene;
  narrator.chapter("The end of it");
  const { can } = expectReply(await cast.admin.send("GET", "/v1/me"), 200);
  await (can.includes("removeAccessKey") ? removal(scene, key) : noRemoval(scene, key));
}

async function removal(scene: Scene, key: Credentials): Promise<void> {
  const { narrator, cast, made, connection, keyPath, file, storage } = scene;
  await narrator.step(
    "a removal wants to be confirmed",
    async () => expectReply(await cast.admin.send("DELETE", keyPath), 400, "confirmation_required").code,
  );
  await narrator.step("confirmed, it leaves no key", async () => {
    await storage(key).remove(file); // nobody could any more afterwards
    made.file = undefined;
    const { accessKeyId } = expectReply(
      await cast.admin.send("DELETE", `${keyPath}?confirm=${key.accessKeyId}`),
      200,
    );
    if (accessKeyId !== null) throw new Error(`there still is ${accessKeyId}`);
    return storage(key).refused(file, "InvalidAccessKeyId");
  });
  await narrator.step("the data service is deleted, its user with it", async () => {
    expectReply(await cast.admin.send("DELETE", deletionOf(scene)), 204);
    made.serviceName = undefined;
    return connection.userName;
  });
}

async function noRemoval(scene: Scene, key: Credentials): Promise<void> {
  const { narrator, cast, keyPath, file, storage } = scene;
  await narrator.step("the rules here forbid a removal, confirmed or not", async () => {
    const removed = await cast.admin.send("DELETE", `${keyPath}?confirm=${key.accessKeyId}`);
    return expectReply(removed, 403, "removal_not_allowed").code;
  });
  await narrator.step("nor does its data service go while it has a key", async () => {
    const deleted = await cast.admin.send("DELETE", deletionOf(scene));
    return expectReply(deleted, 403, "removal_not_allowed").code;
  });
  await narrator.step("so the key works on", async () => (await storage(key).get(file)).trim());
}

function deletionOf({ made }: Scene): string {
  return `/v1/services/${made.serviceId}?confirm=${encodeURIComponent(made.serviceName ?? "")}`;
}
