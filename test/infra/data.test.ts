import { beforeAll, expect, test } from "vitest";
import { deployed } from "./deployment.ts";
import { allOf, type Graph } from "./graph.ts";
import { everyFunctionCanStart } from "./invariants/functions.ts";
import * as names from "./invariants/names.ts";
import { otherStagesGoAway, productionIsProtected } from "./invariants/production.ts";
import { rightsAreOverOwnThings } from "./invariants/roles.ts";
import * as storage from "./invariants/storage.ts";
import * as table from "./invariants/table.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed();
});

test("the table is the one of functions/table.ts, every key declared", () => {
  expect(table.theTableIsAsDeclared(graph)).toEqual([]);
});

test("the table can be restored, has a stream and forgets what expires", () => {
  expect(table.theTableIsKept(graph)).toEqual([]);
});

test("there is a bucket in each region, with everything around it there", () => {
  expect(storage.aBucketInEachRegion(graph)).toEqual([]);
  expect(storage.bucketsAreInTheirRegion(graph)).toEqual([]);
});

test("buckets are never public, answer TLS only, and encrypt", () => {
  expect(storage.bucketsAreClosed(graph)).toEqual([]);
  expect(storage.bucketsAreEncrypted(graph)).toEqual([]);
});

test("buckets keep for 30 days what is deleted, and end uploads after 7", () => {
  expect(storage.bucketsKeepWhatIsDeleted(graph)).toEqual([]);
});

test("production retains and protects what holds data", async () => {
  expect(productionIsProtected(await deployed({ stage: "production" }))).toEqual([]);
});

test("any other stage goes away whole", () => {
  expect(otherStagesGoAway(graph)).toEqual([]);
});

test("names say the stage and are made of what exists", () => {
  expect(names.namesSayTheStage(graph)).toEqual([]);
  expect(names.everythingIsResolved(graph)).toEqual([]);
});

test("a restored table takes the place of the stack's own, everywhere", async () => {
  const restored = await deployed({ set: { KEYTURN_RESTORED_TABLE: "keyturn-restored" } });
  const [only, ...others] = allOf(restored, "aws:dynamodb/table:Table");
  expect([only?.id, only?.lookedUp, others]).toEqual(["keyturn-restored", true, []]);
  expect(everyFunctionCanStart(restored)).toEqual([]);
  expect(rightsAreOverOwnThings(restored)).toEqual([]);
});
