import { expectReply } from "./http-client.ts";
import { issue, type Scene } from "./scene.ts";
import type { Credentials } from "./storage-client.ts";

/** A chapter: a reset that lets everybody move over. Answers the key that is current at its end. */
export async function inStages(scene: Scene, old: Credentials): Promise<Credentials> {
  const { narrator, cast, keyPath, file, storage } = scene;
  narrator.chapter("A reset in stages");
  const fresh = await issue(scene, "a staged reset answers a new pair", 200, { mode: "staged" });
  await narrator.step("both pairs work for a while", async () => {
    await storage(old).get(file);
    await storage(fresh).get(file);
    const { body } = await cast.admin.send("GET", keyPath.replace("/access-key", ""));
    return `until ${body.retiring.retireAt}`;
  });
  await narrator.step("another staged reset has to wait", async () => {
    const another = await cast.admin.send("POST", keyPath, { mode: "staged" });
    return expectReply(another, 409, "rotation_in_progress").code;
  });
  await narrator.step("ended early, the old pair stops", async () => {
    expectReply(await cast.admin.send("POST", `${keyPath}/retire`, { force: true }), 200);
    return storage(old).refused(file, "InvalidAccessKeyId");
  });
  await narrator.step("somebody had forgotten a pipeline: restored, it works again", async () => {
    const { retiring } = expectReply(await cast.admin.send("POST", `${keyPath}/restore`, {}), 200);
    await storage(old).get(file);
    return `until ${retiring.retireAt}`;
  });
  return fresh;
}
