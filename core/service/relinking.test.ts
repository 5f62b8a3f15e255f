import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { afterNext, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { codeOf } from "../testing/scene.ts";

describe("the lease of a data service's pipelines", () => {
  test("that was abandoned, and that somebody quicker has just ended, keeps nobody waiting", async () => {
    const { ports, link, naming, sweep, clock, faultsAtRest } = await aLinkingScene();
    interrupt(ports.services, "update", "ok", "dies_before");
    expect(await codeOf(link("a"))).toBe("died");
    clock.advance(MINUTE_MS);
    afterNext(ports.services, "find", () => sweep());
    expect(await link("b")).toMatchObject({ pipelineIds: ["b"] });
    expect(await naming()).toEqual(["b"]);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });

  test("that somebody takes while pipelines are looked for is waited for", async () => {
    const { ports, link, service } = await aLinkingScene();
    afterNext(ports.pipelines, "findMany", async () => {
      interrupt(ports.services, "update", "dies_after");
      expect(await codeOf(link("b"))).toBe("died");
    });
    await expect(link("a")).rejects.toMatchObject({
      ...{ code: "operation_in_progress", detail: "Another operation on this data service is running." },
      more: { retryAfterSeconds: 60 },
    });
    expect(await service()).toMatchObject({ pipelineIds: [], relinking: { pipelineIds: ["b"] } });
  });
});

describe("a data service that goes while its pipelines change is not found", () => {
  test.each([
    ["deleted", "looked for", "findMany"],
    ["erased", "looked for", "findMany"],
    ["erased", "linked", "update"],
  ] as const)("%s while they are %s", async (how, _, method) => {
    const { ports, link, service } = await aLinkingScene();
    afterNext(ports.pipelines, method, async () => {
      const found = await service();
      if (how === "erased") await ports.services.erase(found, found.version);
      else await ports.services.update(found, { when: [], set: { state: "deleted" } });
    });
    const noSuch = { code: "not_found", detail: "There is no such data service." };
    await expect(link("a")).rejects.toMatchObject(noSuch);
    expect((await service())?.relinking).toBeUndefined();
  });
});
