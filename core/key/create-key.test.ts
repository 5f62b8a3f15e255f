import { expect, test } from "vitest";
import { MINUTE_MS, msBetween } from "../clock.ts";
import { createService } from "../service/create-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aScene, codeOf, sweep } from "../testing/scene.ts";
import { resetAccessKey } from "./reset-access-key.ts";

const forEver = Array.from({ length: 20 }, () => "missing" as const);

test("a user made a moment ago is waited for, and its key made once IAM knows it", async () => {
  const { iam, clock, reset, working } = await aScene();
  interrupt(iam, "create", "missing", "missing");
  const began = clock.now();
  const { accessKeyId } = await reset();
  expect(msBetween(began, clock.now())).toBe(1_500);
  expect(working()).toEqual([accessKeyId]);
});

test("one that IAM does not come to know is given up in time to answer, and can be asked for again", async () => {
  const { iam, clock, reset, record, working } = await aScene();
  interrupt(iam, "create", ...forEver);
  const began = clock.now();
  expect(await codeOf(reset())).toBe("unavailable");
  expect(msBetween(began, clock.now())).toBeLessThan(15_000);
  expect(await record()).not.toHaveProperty("operation");
  expect(working()).toEqual([]);
});

test("a user that IAM has known and does not know any more is not waited for: it is gone, and the answer says so", async () => {
  const { iam, clock, reset, record, userName } = await aScene();
  await reset();
  clock.advance(6 * MINUTE_MS);
  interrupt(iam, "create", ...forEver);
  const began = clock.now();
  await expect(reset()).rejects.toMatchObject({ code: "user_missing", more: { params: { userName } } });
  expect(clock.now()).toBe(began);
  expect(await record()).not.toHaveProperty("operation");
  expect(await record()).toMatchObject({ current: { state: "active" } });
});

test("of a user that is gone a leaked key ends as disabled, and the answer says that, too", async () => {
  const { iam, clock, reset, record } = await aScene();
  await reset();
  clock.advance(6 * MINUTE_MS);
  interrupt(iam, "deactivate", "missing");
  interrupt(iam, "create", "missing");
  const refused = await reset({ reason: "compromised" }).catch((error: Error) => error);
  expect(refused).toMatchObject({ code: "user_missing", detail: expect.stringContaining("deactivated") });
  expect(await record()).toMatchObject({ current: { state: "inactive" } });
});

test("an answer that does not come is not sent again, however new the user", async () => {
  const { iam, reset, record } = await aScene();
  interrupt(iam, "create", "missing", "lost");
  expect(await codeOf(reset())).toBe("unavailable");
  expect(iam.allKeys()).toHaveLength(1);
  expect(await record()).toHaveProperty("operation");
});

test("a user that was made long after its record is waited for all the same", async () => {
  const world = memoryWorld();
  const { iam, ports, clock } = world;
  interrupt(iam, "createUser", "dies_before");
  expect(await codeOf(createService(ports, anAdmin, { name: "Sales data" }))).toBe("died");
  clock.advance(60 * MINUTE_MS);
  await sweep(world);
  await sweep(world, 2 * MINUTE_MS);
  const [connection] = await ports.connections.page(anAdmin.org, 9);
  expect(connection).toMatchObject({ state: "ready" });
  interrupt(iam, "create", "missing", "missing");
  const reset = resetAccessKey(ports, anAdmin, connection?.connectionId ?? "", { reason: "other" });
  expect(await reset).toMatchObject({ created: true });
});
