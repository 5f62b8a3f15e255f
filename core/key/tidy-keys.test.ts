import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { aScene, codeOf, DELETE_ATTEMPTS, firstReminderOf } from "../testing/scene.ts";

/** A connection with a key and the window of a reset that died and was recovered a minute later. */
async function aWindow() {
  const scene = await aScene();
  const { accessKeyId } = await scene.reset();
  interrupt(scene.iam, "create", "dies_before");
  await codeOf(scene.reset());
  await scene.sweep(MINUTE_MS);
  return { ...scene, kept: accessKeyId };
}

describe("tidying", () => {
  test("deletes the doomed key that a reset could not, a minute later", async () => {
    const { iam, reset, record, sweep, working } = await aScene();
    await reset();
    interrupt(iam, "delete", ...Array<"throttled">(DELETE_ATTEMPTS).fill("throttled"));
    const { accessKeyId } = await reset();
    expect(working()).toHaveLength(2);
    await sweep(MINUTE_MS);
    expect(working()).toEqual([accessKeyId]);
    expect(await record()).not.toHaveProperty("retiring");
    expect((await record()).nextActionAt).toBe(firstReminderOf(await record()));
  });

  test("deletes an orphan that comes to light while the window is audited, and tells nobody", async () => {
    const { iam, userName, kept, sweep, working, told } = await aWindow();
    const [key] = iam.allKeys();
    iam.users
      .get(userName)
      ?.keys.push({ ...(key as NonNullable<typeof key>), accessKeyId: "AKIALATEORPHAN001" });
    const before = await told();
    await sweep(5 * MINUTE_MS);
    expect(working()).toEqual([kept]);
    expect(await told()).toEqual(before);
  });

  test("closes a window with a clean list fifteen minutes after its recovery, not before", async () => {
    const { record, sweep } = await aWindow();
    await sweep(5 * MINUTE_MS);
    await sweep(5 * MINUTE_MS);
    await sweep(5 * MINUTE_MS - 1);
    expect((await record()).windows).toHaveLength(1);
    await sweep(1);
    expect((await record()).windows).toEqual([]);
    expect((await record()).nextActionAt).toBe(firstReminderOf(await record()));
  });

  test("keeps a window open when an orphan comes to light late: another may", async () => {
    const { iam, userName, kept, record, sweep, working } = await aWindow();
    await sweep(5 * MINUTE_MS);
    await sweep(5 * MINUTE_MS);
    const [key] = iam.allKeys();
    iam.users
      .get(userName)
      ?.keys.push({ ...(key as NonNullable<typeof key>), accessKeyId: "AKIALATEORPHAN001" });
    await sweep(5 * MINUTE_MS);
    expect(working()).toEqual([kept]);
    expect((await record()).windows).toHaveLength(1);
    await sweep(5 * MINUTE_MS);
    expect((await record()).windows).toEqual([]);
  });

  test("reports a key of somebody else once, spares it, and closes the window all the same", async () => {
    const { iam, clock, userName, sweep, record, told } = await aWindow();
    clock.advance(MINUTE_MS);
    const { accessKeyId } = await iam.create({ userName });
    for (let count = 0; count < 4; count++) await sweep(5 * MINUTE_MS);
    expect(iam.works(accessKeyId)).toBe(true);
    expect((await told()).filter((type) => type === "UnmanagedKeyDetected")).toHaveLength(1);
    expect(await record()).toMatchObject({ windows: [], unmanagedIds: [accessKeyId] });
  });

  test("that IAM does not answer is left to expire and done by a later sweep", async () => {
    const { iam, record, sweep, warnings } = await aWindow();
    interrupt(iam, "list", "unknown");
    await sweep(5 * MINUTE_MS);
    expect(await record()).toMatchObject({ operation: { kind: "tidy" } });
    expect(warnings).toHaveLength(1);
    await sweep(MINUTE_MS);
    expect(await record()).not.toHaveProperty("operation");
  });

  test("does not count as an operation of the user's", async () => {
    const { record, sweep } = await aWindow();
    const { recentOperations, updatedOn } = await record();
    await sweep(5 * MINUTE_MS);
    expect(await record()).toMatchObject({ recentOperations, updatedOn });
  });
});
