import { describe, expect, test } from "vitest";
import { plus } from "../clock.ts";
import type { RecordPorts } from "../ports.ts";
import type { ServiceRef } from "../service/service.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aPipeline, aService } from "../testing/sample-records.ts";
import { addLink, LINKING_ENDS_MS, removeLink, settleLink } from "./link.ts";

const [mine, others] = [aService("acme"), aService("acme")].map((one) => one.serviceId) as [string, string];
const service: ServiceRef = { org: "acme", serviceId: mine };

type Write = (ports: RecordPorts, service: ServiceRef, pipelineId: string, until: string) => Promise<unknown>;
const settleListed: Write = (ports, ref, pipelineId, until) =>
  settleLink(ports, ref, pipelineId, true, until);
const settleUnlisted: Write = (ports, ref, pipelineId, until) =>
  settleLink(ports, ref, pipelineId, false, until);

/** A pipeline that these data services link, and somebody who writes its links for 15 seconds. */
async function aLinkedPipeline(...serviceIds: string[]) {
  const { ports, clock } = memoryWorld();
  const pipeline = aPipeline("acme", { serviceIds });
  await ports.pipelines.insert(pipeline);
  const until = plus(clock.now(), LINKING_ENDS_MS);
  return {
    ...{ clock, pipeline },
    write: (write: Write) => write(ports, service, pipeline.pipelineId, until),
    find: () => ports.pipelines.find(pipeline),
  };
}

describe("a data service", () => {
  test.each<[string, Write, string[], string[]]>([
    ["added", addLink, [others], [others, mine]],
    ["taken away", removeLink, [mine, others], [others]],
    ["settled, as it lists the pipeline", settleListed, [others], [others, mine]],
    ["settled, as it does not", settleUnlisted, [others, mine], [others]],
  ])("that is %s leaves the others where they are", async (_, change, before, after) => {
    const { write, find } = await aLinkedPipeline(...before);
    await write(change);
    expect((await find())?.serviceIds).toEqual(after);
  });

  test.each<[string, Write, string[]]>([
    ["added", addLink, [mine, others]],
    ["taken away", removeLink, [others]],
  ])("that is %s already is written no more, however late it is", async (_, change, before) => {
    const { write, find, clock, pipeline } = await aLinkedPipeline(...before);
    clock.advance(LINKING_ENDS_MS);
    await write(change);
    expect(await find()).toEqual(pipeline);
  });

  test.each<[string, Write, string[]]>([
    ["that it lists", settleListed, [mine]],
    ["that it does not list", settleUnlisted, []],
  ])("settles a pipeline %s by a write, which refuses one that is under way", async (_, change, before) => {
    const { write, find, pipeline } = await aLinkedPipeline(...before);
    await write(change);
    expect(await find()).toEqual({ ...pipeline, version: 2 });
  });
});

describe.each<[string, Write, string[]]>([
  ["added", addLink, []],
  ["taken away", removeLink, [mine]],
  ["settled", settleListed, []],
])("a link is %s", (_, change, before) => {
  test("up to the last millisecond", async () => {
    const { write, find, clock } = await aLinkedPipeline(...before);
    clock.advance(LINKING_ENDS_MS - 1);
    await write(change);
    expect((await find())?.version).toBe(2);
  });

  test("not at all when the time is up: somebody else may be at it", async () => {
    const { write, find, clock, pipeline } = await aLinkedPipeline(...before);
    clock.advance(LINKING_ENDS_MS);
    await expect(write(change)).rejects.toMatchObject({
      code: "unavailable",
      more: { retryAfterSeconds: 1 },
    });
    expect(await find()).toEqual(pipeline);
  });
});
