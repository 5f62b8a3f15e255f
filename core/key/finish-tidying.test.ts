import { expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { aScene, DELETE_ATTEMPTS } from "../testing/scene.ts";

test("a doomed key is deleted without a look at what IAM lists, and remembered", async () => {
  const { iam, reset, record, sweep } = await aScene();
  const { accessKeyId: old } = await reset();
  interrupt(iam, "delete", ...Array<"throttled">(DELETE_ATTEMPTS).fill("throttled"));
  const { accessKeyId } = await reset();
  expect(await record()).toMatchObject({ retiring: { accessKeyId: old, state: "doomed" }, windows: [] });
  iam.list = async () => {
    throw new Error("IAM was asked for a list");
  };
  await sweep(6 * MINUTE_MS);
  expect(iam.allKeys()).toMatchObject([{ accessKeyId }]);
  const { retiring, operation, deletedKeys } = await record();
  expect({ retiring, operation, deletedKeys }).toEqual({ deletedKeys: [old] });
});
