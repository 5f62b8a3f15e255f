import { describe, expect, test } from "vitest";
import type { PageRequest } from "../page.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { aPipeline } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { listDependents, listPipelines } from "./list-pipelines.ts";
import type { Pipeline } from "./pipeline.ts";

/** Pipelines a to f read csv files; g to i only what begins with sales. */
async function nine() {
  const scene = await aLinkingScene();
  for (const pipelineId of ["g", "h", "i"]) {
    await scene.ports.pipelines.insert(aPipeline("acme", { pipelineId, filePatterns: ["sales*"] }));
  }
  await scene.ports.pipelines.insert(aPipeline("globex", { pipelineId: "theirs" }));
  return scene;
}

type List = (request: PageRequest) => Promise<{ items: Pipeline[]; cursor: string | null }>;

async function walk(list: List, limit: number): Promise<string[]> {
  const pages: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<List>> = await list({ limit, ...(cursor && { cursor }) });
    pages.push(page.items.map((one) => one.pipelineId).join(""));
    cursor = page.cursor;
  } while (cursor);
  return pages;
}

describe("the org's pipelines", () => {
  test("are listed in the order of their ids, page by page", async () => {
    const { ports } = await nine();
    expect(await walk((request) => listPipelines(ports, "acme", request), 4)).toEqual(["abcd", "efgh", "i"]);
  });

  test.each([
    ["in/sales_1.csv", ["abcd", "efgh", "i"]],
    ["sales.txt", ["ghi"]],
    ["notes.txt", [""]],
  ])("are those with a pattern that matches %s", async (fileName, pages) => {
    const { ports } = await nine();
    expect(await walk((request) => listPipelines(ports, "acme", { ...request, fileName }), 4)).toEqual(pages);
  });
});

describe("a connection's dependents", () => {
  test("are the pipelines its service links, in the order of their ids", async () => {
    const { ports, link, connectionId } = await nine();
    const list: List = (request) => listDependents(ports, "acme", connectionId, request);
    expect(await walk(list, 2)).toEqual([""]);
    await link("i", "c", "a", "h", "b");
    expect(await walk(list, 2)).toEqual(["ab", "ch", "i"]);
    expect(await walk(list, 5)).toEqual(["abchi"]);
    const some: List = (request) =>
      listDependents(ports, "acme", connectionId, { ...request, fileName: "sales" });
    expect(await walk(some, 1)).toEqual(["h", "i"]);
  });

  test("of 250 are found by file name, page by page", async () => {
    const { ports, link, connectionId } = await nine();
    const ids = Array.from({ length: 250 }, (_, n) => `p${String(n).padStart(3, "0")}`);
    for (const [n, pipelineId] of ids.entries()) {
      const filePatterns = n % 50 === 49 ? ["rare"] : [];
      await ports.pipelines.insert(aPipeline("acme", { pipelineId, filePatterns }));
    }
    await link(...ids);
    const list: List = (request) =>
      listDependents(ports, "acme", connectionId, { ...request, fileName: "rare" });
    expect(await walk(list, 2)).toEqual(["p049p099", "p149p199", "p249"]);
  });

  test("of another org's connection are not found, nor does a cursor of theirs help", async () => {
    const { ports, link, connectionId } = await nine();
    await link("a", "b");
    const strangers = listDependents(ports, "globex", connectionId, { limit: 1 });
    expect(await codeOf(strangers)).toBe("not_found");
    const { cursor } = await listDependents(ports, "acme", connectionId, { limit: 1 });
    const elsewhere = listPipelines(ports, "acme", { limit: 1, cursor: cursor ?? "" });
    expect(await codeOf(elsewhere)).toBe("invalid_cursor");
  });
});
