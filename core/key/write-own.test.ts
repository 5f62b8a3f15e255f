import { describe, expect, test } from "vitest";
import { msBetween, plus, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { CallFailed, type CallFailure } from "../errors.ts";
import { equals, type Patch, PatchRefused } from "../record/patch.ts";
import { interrupt } from "../testing/interrupt.ts";
import { aScene } from "../testing/scene.ts";
import { writeOwn } from "./write-own.ts";

/** A write that names itself in the record, by whoever still has a second for it. */
async function aWrite() {
  const scene = await aScene();
  const { ports, ref, clock, record } = scene;
  const begun = clock.now();
  const { version } = await record();
  const patch: Patch<Connection> = { when: [equals("version", version)], set: { lastOperationId: "mine" } };
  return {
    ...scene,
    write: (until = plus(begun, SECOND_MS)) =>
      writeOwn(ports, ref, patch, ({ lastOperationId }) => lastOperationId === "mine", until),
    rival: () => ports.connections.update(ref, { when: [], set: { lastOperationId: "a rival's" } }),
    waitedMs: () => msBetween(begun, clock.now()),
  };
}

const failed = (failure: CallFailure) => expect.objectContaining({ failure });

describe("a write that recognises itself", () => {
  test("is made again, twice and a little later each time", async () => {
    const { ports, write, waitedMs } = await aWrite();
    interrupt(ports.connections, "update", "throttled", "throttled");
    expect(await write()).toMatchObject({ lastOperationId: "mine" });
    expect(waitedMs()).toBe(500);
  });

  test("is given up when it failed three times", async () => {
    const { ports, write, record } = await aWrite();
    interrupt(ports.connections, "update", "throttled", "throttled", "throttled");
    await expect(write()).rejects.toEqual(failed("throttled"));
    expect(await record()).not.toHaveProperty("lastOperationId");
  });

  test("is found to have been made when its reply was lost, and is made once", async () => {
    const { ports, write, record } = await aWrite();
    const { version } = await record();
    interrupt(ports.connections, "update", "lost");
    expect(await write()).toMatchObject({ lastOperationId: "mine", version: version + 1 });
  });

  test("is found to have been made when nobody could look after its lost reply", async () => {
    const { ports, write } = await aWrite();
    interrupt(ports.connections, "update", "lost");
    interrupt(ports.connections, "find", "throttled");
    expect(await write()).toMatchObject({ lastOperationId: "mine" });
  });

  test("is looked for again when it was refused and nobody could look", async () => {
    const { ports, write } = await aWrite();
    interrupt(ports.connections, "update", "again");
    interrupt(ports.connections, "find", "throttled");
    expect(await write()).toMatchObject({ lastOperationId: "mine" });
  });

  test("that somebody else was quicker than is refused at once", async () => {
    const { write, rival, waitedMs, record } = await aWrite();
    await rival();
    await expect(write()).rejects.toBeInstanceOf(PatchRefused);
    expect(waitedMs()).toBe(0);
    expect(await record()).toMatchObject({ lastOperationId: "a rival's" });
  });

  test("whose look finds a fault of ours shows it", async () => {
    const { ports, write } = await aWrite();
    interrupt(ports.connections, "update", "lost");
    ports.connections.find = async () => {
      throw new TypeError("a fault");
    };
    await expect(write()).rejects.toBeInstanceOf(TypeError);
  });
});

describe("the time of a write", () => {
  test("runs out at its instant: one that failed is not made again then", async () => {
    const { ports, write, clock, record } = await aWrite();
    interrupt(ports.connections, "update", "throttled");
    await expect(write(clock.now())).rejects.toBeInstanceOf(CallFailed);
    expect(await record()).not.toHaveProperty("lastOperationId");
  });

  test("has not run out a millisecond before", async () => {
    const { ports, write, clock } = await aWrite();
    interrupt(ports.connections, "update", "throttled");
    expect(await write(plus(clock.now(), 1))).toMatchObject({ lastOperationId: "mine" });
  });

  test("does not keep a late refusal from being recognised as the write's own effect", async () => {
    const { ports, write, clock } = await aWrite();
    interrupt(ports.connections, "update", "again");
    expect(await write(clock.now())).toMatchObject({ lastOperationId: "mine" });
  });
});
