import { describe, expect, test } from "vitest";
import { plus, SECOND_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { CallFailed } from "../errors.ts";
import { equals, type Patch } from "../record/patch.ts";
import { type Interruption, interrupt } from "../testing/interrupt.ts";
import { aScene } from "../testing/scene.ts";
import { writeOwn } from "./write-own.ts";

/** A write and its looks, each of which goes as told and takes so long. */
async function aWrite(updates: Interruption[], lookMs = 0) {
  const { ports, ref, clock, record } = await aScene();
  const { version } = await record();
  const patch: Patch<Connection> = { when: [equals("version", version)], set: { lastOperationId: "mine" } };
  const until = plus(clock.now(), SECOND_MS);
  const find = async (): Promise<never> => {
    clock.advance(lookMs);
    throw new CallFailed("GetItem", "throttled");
  };
  interrupt(ports.connections, "update", ...updates);
  const connections = { ...ports.connections, find };
  return writeOwn({ clock, connections }, ref, patch, (found) => found.lastOperationId === "mine", until);
}

describe("a write that nobody could look for", () => {
  test.each([
    ["when a later attempt is throttled", ["lost", "throttled", "throttled"], 0],
    ["when a later attempt is refused: by what it wrote itself, for all one knows", ["lost"], 0],
    ["when a later attempt is throttled and its time is up", ["lost", "throttled"], SECOND_MS],
  ] as const)("is in doubt after a lost reply, also %s", async (_, updates, lookMs) => {
    await expect(aWrite([...updates], lookMs)).rejects.toMatchObject({ failure: "unknown" });
  });

  test("was not made where every attempt was throttled", async () => {
    const throttled = aWrite(["throttled", "throttled", "throttled"]);
    await expect(throttled).rejects.toMatchObject({ failure: "throttled" });
  });
});
