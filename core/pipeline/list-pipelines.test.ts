import { describe, expect, test } from "vitest";
import type { PageRequest } from "../page.ts";
import { createService } from "../service/create-service.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aConnection, aPipeline } from "../testing/sample-records.ts";
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

describe("a page that takes long, as patterns made to be slow are", () => {
  test("is short, looks at one pipeline at least, and the next goes on from there", async () => {
    const { ports, clock, link, connectionId } = await nine();
    await link("a", "b", "c");
    const now = () => {
      clock.advance(2_500);
      return clock.now();
    };
    const slow = { ...ports, clock: { ...ports.clock, now } };
    const fileName = "a.csv";
    const all: List = (request) => listPipelines(slow, "acme", { ...request, fileName });
    expect(await walk(all, 100)).toEqual(["ab", "cd", "ef", "", ""]);
    const dependents: List = (request) =>
      listDependents(slow, "acme", connectionId, { ...request, fileName });
    expect(await walk(dependents, 100)).toEqual(["ab", "c"]);
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

  test("begin with those whose ids are capitals or digits", async () => {
    const { ports, link, connectionId } = await nine();
    for (const pipelineId of ["A", "1"]) await ports.pipelines.insert(aPipeline("acme", { pipelineId }));
    await link("a", "A", "1");
    const list: List = (request) => listDependents(ports, "acme", connectionId, request);
    expect(await walk(list, 2)).toEqual(["1A", "a"]);
  });

  test("are none when its service is gone", async () => {
    const { ports } = await nine();
    const connection = aConnection("acme");
    await ports.connections.insert(connection);
    const page = await listDependents(ports, "acme", connection.connectionId, { limit: 1 });
    expect(page).toEqual({ items: [], cursor: null });
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

  test("of another org's connection are not found", async () => {
    const { ports, connectionId } = await nine();
    expect(await codeOf(listDependents(ports, "globex", connectionId, { limit: 1 }))).toBe("not_found");
  });
});

describe("either list", () => {
  test("takes its own cursors only: no other org's, connection's or file name's", async () => {
    const { ports, link, connectionId } = await nine();
    await link("a", "b", "c");
    for (const pipelineId of ["x", "y"]) await ports.pipelines.insert(aPipeline("globex", { pipelineId }));
    const other = await createService(ports, anAdmin, { name: "Ledger", pipelineIds: ["a", "b", "c"] });
    const fileNames = [{}, { fileName: "a.csv" }, { fileName: "b.csv" }];
    const lists = fileNames.flatMap<List>((more) => [
      ...["acme", "globex"].map<List>(
        (org) => (request) => listPipelines(ports, org, { ...request, ...more }),
      ),
      ...[connectionId, other.connection.connectionId].map<List>(
        (id) => (request) => listDependents(ports, "acme", id, { ...request, ...more }),
      ),
    ]);
    for (const [n, list] of lists.entries()) {
      const { cursor } = await list({ limit: 2 });
      const codes = await Promise.all(lists.map((one) => codeOf(one({ limit: 2, cursor: cursor ?? "" }))));
      expect(codes).toEqual(lists.map((_, at) => (at === n ? "answered" : "invalid_cursor")));
    }
  });

  test("reads one more than it shows, and a hundred at once where it looks for a file name", async () => {
    const { ports, link, connectionId } = await nine();
    await link("i", "h", "g", "f", "e", "d", "c", "b", "a");
    const { page, findMany } = ports.pipelines;
    const read: number[] = [];
    ports.pipelines.page = (org, limit, after) => {
      read.push(limit);
      return page(org, limit, after);
    };
    ports.pipelines.findMany = (org, ids) => {
      read.push(ids.length);
      return findMany(org, ids);
    };
    await listPipelines(ports, "acme", { limit: 2 });
    await listDependents(ports, "acme", connectionId, { limit: 2 });
    expect(read.splice(0)).toEqual([3, 3]);
    await listPipelines(ports, "acme", { limit: 2, fileName: "a.csv" });
    await listDependents(ports, "acme", connectionId, { limit: 2, fileName: "a.csv" });
    expect(read).toEqual([100, 9]);
  });
});
