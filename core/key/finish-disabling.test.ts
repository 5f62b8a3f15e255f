import { expect, test } from "vitest";
import { DAY_MS } from "../clock.ts";
import { aScene } from "../testing/scene.ts";
import { disableExpiredKey } from "./disable-expired-key.ts";

test("a key that is disabled for its age is seen to have been changed, by Keyturn and when", async () => {
  const { ports, reset, record, clock, working } = await aScene();
  await reset();
  clock.advance(DAY_MS);
  await disableExpiredKey(ports, await record());
  expect(working()).toEqual([]);
  expect(await record()).toMatchObject({ updatedBy: "Keyturn", updatedOn: clock.now() });
});
