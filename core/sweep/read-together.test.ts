import { expect, test } from "vitest";
import type { Connection } from "../connection/connection.ts";
import type { PoliciesOfPass } from "../policy/policies-of-pass.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, aFullConnection } from "../testing/sample-records.ts";
import type { Due } from "./agenda.ts";
import { readTogether } from "./read-together.ts";

const due = ({ org, connectionId }: Connection): Due => ({ kind: "connection", org, connectionId });

/** Some records, what is read of them together, and of which policies are. */
async function reading(records: Connection[], also: Due[] = []) {
  const { ports } = memoryWorld();
  for (const record of records) await ports.connections.insert(record);
  const readAhead: string[] = [];
  const policies: PoliciesOfPass = {
    readAhead: async (connections) =>
      void readAhead.push(...connections.map(({ connectionId }) => connectionId)),
    of: () => Promise.reject(new Error("not asked here")),
  };
  const asked: string[] = [];
  let [across, single] = [0, 0];
  const { find, findAcross } = ports.connections;
  ports.connections.findAcross = async (refs) => {
    across += 1;
    asked.push(...refs.map(({ connectionId }) => connectionId));
    return findAcross(refs);
  };
  ports.connections.find = async (ref) => {
    single += 1;
    return find(ref);
  };
  const connectionOf = readTogether(ports, [...records.map(due), ...also], policies);
  return { connectionOf, readAhead, asked, calls: () => ({ across, single }) };
}

test("what is due is read in one call, whoever asks and however often", async () => {
  const [one, other] = [aConnection("acme"), aConnection("globex")];
  const { connectionOf, asked, calls } = await reading([one, other], [{ kind: "policy", org: "acme" }]);
  expect(await Promise.all([connectionOf(one), connectionOf(other), connectionOf(one)])).toEqual([
    one,
    other,
    one,
  ]);
  expect(calls()).toEqual({ across: 1, single: 0 });
  expect(asked).toEqual([one.connectionId, other.connectionId]);
});

test("a connection is that of its org, and one that is gone is none", async () => {
  const [one, other] = [aConnection("acme"), aConnection("globex")];
  const { connectionOf, calls } = await reading([one, other]);
  expect(await connectionOf({ ...one, org: "globex" })).toBeUndefined();
  expect(await connectionOf({ org: "acme", connectionId: "con_gone" })).toBeUndefined();
  expect(calls().single).toBe(0);
});

test("policies are read of those whose keys are looked at, and of no others", async () => {
  const ready = aConnection("acme");
  const others = [
    aFullConnection("globex"), // an operation is under way
    aConnection("initech", { state: "creating" }),
    aConnection("umbrella", { state: "deleted" }),
  ];
  const { connectionOf, readAhead } = await reading([ready, ...others]);
  await connectionOf(ready);
  expect(readAhead).toEqual([ready.connectionId]);
});
