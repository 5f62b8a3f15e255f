import { refused } from "./refused.ts";
import { ACCESS_KEY, issue, type Scene } from "./scene.ts";
import type { Credentials } from "./storage-client.ts";

/** A chapter: a reset that lets everybody move over. Answers the key that is current at its end. */
export async function inStages(scene: Scene, old: Credentials): Promise<Credentials> {
  const { narrator, cast, params, file, storage } = scene;
  narrator.chapter("A reset in stages");
  const fresh = await issue(scene, "a staged reset answers a new pair", { mode: "staged" });
  await narrator.step("both pairs work for a while", async () => {
    await storage(old).get(file);
    await storage(fresh).get(file);
    const { retiring } = await cast.admin.GET("/v1/connections/{connectionId}", { params });
    return `until ${retiring?.retireAt}`;
  });
  await narrator.step("another staged reset has to wait", async () => {
    const another = cast.admin.POST(ACCESS_KEY, { params, body: { mode: "staged" } });
    return (await refused(another, 409, "rotation_in_progress")).code ?? "";
  });
  await narrator.step("ended early, the old pair stops", async () => {
    await cast.admin.POST(`${ACCESS_KEY}/retire`, { params, body: { force: true } });
    return storage(old).refused(file, "InvalidAccessKeyId");
  });
  await narrator.step("somebody had forgotten a pipeline: restored, it works again", async () => {
    const { retiring } = await cast.admin.POST(`${ACCESS_KEY}/restore`, { params, body: {} });
    await storage(old).get(file);
    return `until ${retiring?.retireAt}`;
  });
  return fresh;
}
