import { refused } from "./refused.ts";
import { ACCESS_KEY, type Scene } from "./scene.ts";
import type { Credentials } from "./storage-client.ts";

/** The last chapter: the key and its data service go, or the deployment's rules keep them. */
export async function theEnd(scene: Scene, key: Credentials): Promise<void> {
  const { narrator, cast } = scene;
  narrator.chapter("The end of it");
  const { can } = await cast.admin.GET("/v1/me");
  await (can.includes("removeAccessKey") ? removal(scene, key) : noRemoval(scene, key));
}

async function removal(scene: Scene, key: Credentials): Promise<void> {
  const { narrator, cast, made, connection, params, file, storage } = scene;
  const confirmed = { ...params, query: { confirm: key.accessKeyId } };
  await narrator.step(
    "a removal wants to be confirmed",
    async () =>
      (await refused(cast.admin.DELETE(ACCESS_KEY, { params }), 400, "confirmation_required")).code ?? "",
  );
  await narrator.step("confirmed, it leaves no key", async () => {
    await storage(key).remove(file); // nobody could any more afterwards
    made.file = undefined;
    const { accessKeyId } = await cast.admin.DELETE(ACCESS_KEY, { params: confirmed });
    if (accessKeyId !== null) throw new Error(`there still is ${accessKeyId}`);
    return storage(key).refused(file, "InvalidAccessKeyId");
  });
  await narrator.step("the data service is deleted, its user with it", async () => {
    await deleteService(scene);
    made.serviceName = undefined;
    return connection.userName;
  });
}

async function noRemoval(scene: Scene, key: Credentials): Promise<void> {
  const { narrator, cast, params, file, storage } = scene;
  const confirmed = { ...params, query: { confirm: key.accessKeyId } };
  await narrator.step("the rules here forbid a removal, confirmed or not", async () => {
    const removed = cast.admin.DELETE(ACCESS_KEY, { params: confirmed });
    return (await refused(removed, 403, "removal_not_allowed")).code ?? "";
  });
  await narrator.step("nor does its data service go while it has a key", async () => {
    return (await refused(deleteService(scene), 403, "removal_not_allowed")).code ?? "";
  });
  await narrator.step("so the key works on", async () => (await storage(key).get(file)).trim());
}

function deleteService({ cast, made }: Scene): Promise<unknown> {
  const { serviceId = "", serviceName: confirm = "" } = made;
  return cast.admin.DELETE("/v1/services/{serviceId}", {
    params: { path: { serviceId }, query: { confirm } },
  });
}
