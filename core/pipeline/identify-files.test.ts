import { describe, expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../clock.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aPipeline } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { identifyFiles, NAMED_PER_FILE_MAX } from "./identify-files.ts";
import type { Pipeline } from "./pipeline.ts";

async function anOrgWith(...pipelines: (Partial<Pipeline> & { pipelineId: string })[]) {
  const { ports, clock } = memoryWorld();
  for (const one of pipelines)
    await ports.pipelines.insert(aPipeline("acme", { name: one.pipelineId, ...one }));
  await ports.pipelines.insert(aPipeline("globex", { filePatterns: ["*"] }));
  const identify = (...fileNames: string[]) => identifyFiles(ports, "acme", fileNames);
  return { ports, clock, identify };
}

describe("identifying files by their names", () => {
  test("names who reads and who writes each, and where it comes from", async () => {
    const { identify } = await anOrgWith(
      { pipelineId: "p1", kind: "rule", filePatterns: ["sales_*.csv"], sourceSystem: "CRM" },
      { pipelineId: "p2", direction: "writes", filePatterns: ["*.csv"], sourceSystem: "ERP" },
      { pipelineId: "p3", filePatterns: [] },
    );
    expect(await identify("acme/in/sales_1.csv", "stock.csv", "notes.txt")).toEqual([
      {
        fileName: "acme/in/sales_1.csv",
        readers: [{ pipelineId: "p1", name: "p1", kind: "rule" }],
        readerCount: 1,
        writers: [{ pipelineId: "p2", name: "p2", kind: "data-pipeline" }],
        writerCount: 1,
        sourceSystems: ["CRM", "ERP"],
        ambiguous: false,
      },
      expect.objectContaining({ readerCount: 0, writerCount: 1, sourceSystems: ["ERP"], ambiguous: false }),
      expect.objectContaining({ readers: [], writers: [], sourceSystems: [], ambiguous: false }),
    ]);
  });

  test("names a source system once, and none for a pipeline that has none", async () => {
    const { identify } = await anOrgWith(
      { pipelineId: "p1", sourceSystem: "CRM" },
      { pipelineId: "p2" },
      { pipelineId: "p3", direction: "writes", sourceSystem: "CRM" },
    );
    expect(await identify("a.csv")).toMatchObject([{ sourceSystems: ["CRM"] }]);
  });

  test("knows none in an org that has no pipelines yet", async () => {
    const { identify } = await anOrgWith();
    expect(await identify("a.csv")).toMatchObject([{ readerCount: 0, writerCount: 0, ambiguous: false }]);
  });

  test.each([
    ["two readers", ["reads", "reads"], true],
    ["one reader and two writers", ["reads", "writes", "writes"], false],
    ["two writers", ["writes", "writes"], false],
    ["three readers", ["reads", "reads", "reads"], true],
  ] as const)("a file of %s: ambiguous is %s", async (_, directions, ambiguous) => {
    const { identify } = await anOrgWith(
      ...directions.map((direction, n) => ({ pipelineId: `p${n}`, direction })),
    );
    expect(await identify("a.csv")).toMatchObject([{ ambiguous }]);
  });

  test("two patterns of one pipeline are one reader, and the same name twice is answered twice", async () => {
    const { identify } = await anOrgWith({ pipelineId: "p", filePatterns: ["*.csv", "a*"] });
    expect(await identify("a.csv", "a.csv")).toMatchObject([
      { readerCount: 1, ambiguous: false },
      { readerCount: 1, ambiguous: false },
    ]);
  });

  test("counts all, and names twenty", async () => {
    const many = Array.from({ length: 2_345 }, (_, n) => ({
      pipelineId: `p${String(n).padStart(4, "0")}`,
      sourceSystem: `S${n}`,
    }));
    const [file] = await (await anOrgWith(...many)).identify("a.csv");
    expect(file).toMatchObject({ readerCount: 2_345, ambiguous: true });
    expect(file?.readers.map((one) => one.pipelineId)).toEqual(
      many.slice(0, 20).map((one) => one.pipelineId),
    );
    expect(file?.sourceSystems).toHaveLength(NAMED_PER_FILE_MAX);
  });

  test("gives up in time, and says what helps", async () => {
    const { identify, ports, clock } = await anOrgWith({ pipelineId: "p1" }, { pipelineId: "p2" });
    const { page } = ports.pipelines;
    ports.pipelines.page = async (...args) => {
      clock.advance(10 * SECOND_MS);
      return page(...args);
    };
    await expect(identify("a.csv", "b.csv")).rejects.toMatchObject({
      code: "too_many_files",
      detail: "There are too many patterns to ask about so many file names at once: name fewer.",
      more: { params: { fileNames: 2 } },
    });
    ports.pipelines.page = page;
    clock.advance(MINUTE_MS);
    expect(await codeOf(identify("a.csv"))).toBe("answered");
  });

  test("gives up in time between the names, too, when one pipeline's patterns are slow", async () => {
    const { identify, clock } = await anOrgWith({ pipelineId: "p1" });
    const { now } = clock;
    let looks = 0;
    clock.now = () => {
      looks += 1;
      clock.advance(SECOND_MS);
      return now.call(clock);
    };
    const names = (count: number) => Array.from({ length: count }, (_, n) => `${n}.csv`);
    expect(await codeOf(identify(...names(90)))).toBe("answered");
    expect(await codeOf(identify(...names(91)))).toBe("too_many_files");
    expect(looks).toBe(2 * (1 + 9) + 1);
  });
});
