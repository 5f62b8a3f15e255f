import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import type { DomainError } from "../errors.ts";
import { Policy } from "../policy/policy.ts";
import { interrupt } from "../testing/interrupt.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { modeOf } from "./reset-access-key.ts";

describe("a compromised key", () => {
  test("is stopped before its successor is made", async () => {
    const { iam, reset, working } = await aScene();
    const leaked = await reset();
    const create = iam.create.bind(iam);
    let workedThen: string[] = ["not asked"];
    iam.create = async (user) => {
      workedThen = working();
      return create(user);
    };
    const next = await reset({ reason: "compromised" });
    expect(workedThen).not.toContain(leaked.accessKeyId);
    expect(working()).toEqual([next.accessKeyId]);
  });

  test.each(["throttled", "unknown", "lost", "dies_before", "dies_after"] as const)(
    "never works again once recovered, when creating its successor is %s",
    async (how) => {
      const { iam, reset, record, working, sweep, told } = await aScene();
      const leaked = await reset();
      interrupt(iam, "create", how);
      await codeOf(reset({ reason: "compromised" }));
      expect(working()).not.toContain(leaked.accessKeyId);
      await sweep(MINUTE_MS);
      expect(await record()).toMatchObject({
        current: { accessKeyId: leaked.accessKeyId, state: "inactive" },
      });
      expect((await told()).filter((type) => type === "KeyDisabled")).toHaveLength(1);
      const next = await reset({ reason: "compromised" });
      expect(working()).toEqual([next.accessKeyId]);
    },
  );

  test("of an org whose resets are staged is replaced at once, unless the request says otherwise", () => {
    const policy = Policy.parse({ reset: { defaultMode: "staged" } });
    expect(modeOf({ reason: "compromised" }, policy)).toBe("immediate");
    expect(modeOf({ reason: "lost" }, policy)).toBe("staged");
    expect(modeOf({ reason: "compromised", mode: "staged" }, policy)).toBe("staged");
  });

  test("that cannot be replaced for a while is told of as disabled once", async () => {
    const { iam, userName, clock, reset, told } = await aScene();
    await reset();
    clock.advance(MINUTE_MS);
    await iam.create({ userName });
    for (let n = 0; n < 3; n++) {
      expect(await codeOf(reset({ reason: "compromised" }))).toBe("unmanaged_key_present");
    }
    expect((await told()).filter((type) => type === "KeyDisabled")).toHaveLength(1);
  });

  test("that cannot be replaced because of somebody else's key is stopped, and its holder is told", async () => {
    const { iam, clock, userName, reset, record, working } = await aScene();
    await reset();
    clock.advance(10 * MINUTE_MS);
    const theirs = await iam.create({ userName });
    const refusal = await reset({ reason: "compromised" }).catch((error: DomainError) => error);
    expect(refusal).toMatchObject({ code: "unmanaged_key_present" });
    expect((refusal as DomainError).detail).toContain("compromised key has been deactivated");
    expect(working()).toEqual([theirs.accessKeyId]);
    expect(await record()).toMatchObject({ current: { state: "inactive" } });
  });

  test.each(["throttled", "unknown", "dies_before"] as const)(
    "that may still work, because deactivating it was %s, is deactivated by recovery",
    async (how) => {
      const { iam, reset, record, working, sweep } = await aScene();
      const leaked = await reset();
      interrupt(iam, "deactivate", how);
      expect(["unavailable", "died"]).toContain(await codeOf(reset({ reason: "compromised" })));
      expect(await record()).toHaveProperty("operation");
      await sweep(MINUTE_MS);
      expect(working()).toEqual([]);
      expect(await record()).toMatchObject({
        current: { accessKeyId: leaked.accessKeyId, state: "inactive" },
      });
    },
  );

  test.each([1, 2])("never works again when the process dies at write %i after the take", async (write) => {
    const { ports, reset, working, sweep, record } = await aScene();
    const leaked = await reset();
    interrupt(ports.connections, "update", ...Array<"ok">(write).fill("ok"), "dies_before");
    expect(await codeOf(reset({ reason: "compromised" }))).toBe("died");
    await sweep(5 * MINUTE_MS);
    expect(working()).not.toContain(leaked.accessKeyId);
    expect(await record()).not.toHaveProperty("operation");
  });
});
