import { expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { codeOf } from "../testing/scene.ts";
import { mendService } from "./mend-service.ts";
import type { Service } from "./service.ts";

test("a sweep that sleeps for longer than its lease leaves the service to whoever has the next one", async () => {
  const { ports, clock, service } = await aLinkingScene();
  const leave = async (id: string, forMs: number) => {
    const expiresAt = plus(clock.now(), forMs);
    const relinking = { id, pipelineIds: ["a"], expiresAt };
    await ports.services.update((await service()) as Service, {
      when: [],
      set: { relinking, nextActionAt: expiresAt },
    });
  };
  await leave("abandoned", 0);
  const update: typeof ports.pipelines.update = async (...args) => {
    const updated = await ports.pipelines.update(...args);
    clock.advance(2 * MINUTE_MS);
    await leave("another", MINUTE_MS);
    return updated;
  };
  const pipelines = Object.assign(Object.create(ports.pipelines), { update });
  clock.advance(MINUTE_MS);
  const mended = mendService({ ...ports, pipelines }, (await service()) as Service);
  expect(await codeOf(mended)).toBe("operation_in_progress");
  const due = plus(clock.now(), MINUTE_MS);
  expect(await service()).toMatchObject({ relinking: { id: "another" }, nextActionAt: due });
});
