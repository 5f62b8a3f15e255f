import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { fillTable, listAll } from "../../bench/many-records.ts";
import { type MeasuredName, measureAll } from "../../bench/measured.ts";
import { costsTable } from "../../bench/operations-report.ts";
import { measureSweeps, worstDeviation } from "../../bench/sweeps.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud } from "../support/test-cloud.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const ports = cloudPorts(cloud);
const costs = await measureAll(cloud, ports);

test("an immediate reset reads the policy, makes two IAM calls and three writes, and nothing else", () => {
  expect(costs["reset key"].calls).toEqual({
    "DynamoDB GetItem": 1,
    "DynamoDB UpdateItem": 3,
    "IAM CreateAccessKey": 1,
    "IAM DeleteAccessKey": 1,
  });
  expect(costs["reset key"].roundTrips).toBe(6);
});

test("the first key, and a staged reset, take one IAM call and two writes, and read the policy", () => {
  const calls = { "DynamoDB GetItem": 1, "DynamoDB UpdateItem": 2, "IAM CreateAccessKey": 1 };
  expect(costs["create key"].calls).toEqual(calls);
  expect(costs["reset key, staged"].calls).toEqual(calls);
});

test("retiring and restoring an old key take one IAM call that changes anything, and two writes", () => {
  expect(costs.retire.calls).toEqual({
    ...{ "DynamoDB GetItem": 3, "DynamoDB UpdateItem": 2 },
    ...{ "IAM GetAccessKeyLastUsed": 1, "IAM UpdateAccessKey": 1 },
  });
  expect(costs.restore.calls).toEqual({
    ...{ "DynamoDB GetItem": 3, "DynamoDB UpdateItem": 2, "IAM UpdateAccessKey": 1 },
  });
});

test("containing a leaked key takes one call more", () => {
  expect(costs["reset key, compromised"].calls).toEqual({
    ...costs["reset key"].calls,
    "IAM UpdateAccessKey": 1,
  });
});

test("a removal takes one IAM call, one read and two writes", () => {
  expect(costs["remove key"]).toMatchObject({ iamCalls: 1, dynamoReads: 1, dynamoWrites: 2, roundTrips: 4 });
});

/** The most AWS calls each of the others may take. */
const most: [MeasuredName, number][] = [
  ["create service", 13],
  ["add connection", 12],
  ["delete connection", 10],
  ["delete service", 13],
  ["change pipelines", 15],
  ["rename pipeline", 4],
  ["identify files", 1],
  ["list connections", 1],
  ["history of a connection", 2],
  ["relay of one event", 5],
];

test.each(most)("%s takes at most %i AWS calls", (name, max) => {
  const count = Object.values(costs[name].calls).reduce((sum, calls) => sum + calls, 0);
  expect(count).toBeLessThanOrEqual(max);
});

test.each(["sweep, nothing due", "pass over the outboxes, nothing waiting"] as const)(
  "a %s is sixteen empty queries",
  (name) => {
    expect(costs[name].calls).toEqual({ "DynamoDB Query": 16 });
    expect(costs[name].itemsScanned).toBe(0);
  },
);

test("listing an org's connections looks at that org's items only, and costs no more with others there", async () => {
  const org = await fillTable(cloud, ports, 3_000);
  const listing = await listAll(cloud, org);
  expect(listing.calls).toEqual({ "DynamoDB Query": 10 });
  expect(listing.listed).toBe(1_000);
  expect(listing.itemsScanned).toBeLessThan(1_000 + 10); // each page looks one further
});

test("a sweep costs what is due and no more with others there, and nothing in IAM", async () => {
  const sweeps = await measureSweeps([200, 2_000], 50);
  expect(worstDeviation(sweeps)).toBeLessThan(0.05);
  for (const { calls, iamCalls, dynamoWrites, queries } of sweeps) {
    expect({ iamCalls, dynamoWrites, queries }).toEqual({ iamCalls: 0, dynamoWrites: 3 * 50, queries: 32 });
    expect(calls["DynamoDB BatchGetItem"]).toBeLessThanOrEqual(3 * 16); // a shard's records, policies and outboxes
  }
});

test("docs/benchmarks.md has these counts: npm run bench writes it", () => {
  const page = readFileSync(new URL("../../docs/benchmarks.md", import.meta.url), "utf8");
  const published = page.split("\n").map(countsIn);
  for (const line of costsTable(costs)) expect(published).toContainEqual(countsIn(line));
});

/** The cells of a row, without those that depend on how busy the machine is: the round trips of calls made at once. */
function countsIn(row: string): string[] {
  const cells = row.split("|").map((cell) => cell.trim().replace(/^-+:?$/, "-"));
  return cells.filter((_, place) => place !== ROUND_TRIPS);
}

const ROUND_TRIPS = 5;
