import { expect, test } from "vitest";
import type { AdoptionPorts } from "../../core/adoption/examine-row.ts";
import { readPlan } from "../../core/adoption/read-plan.ts";
import { adoptRows } from "../../core/testing/adoption-scene.ts";
import { dyingPorts } from "../../core/testing/dying-ports.ts";
import { ProcessDied } from "../../core/testing/interrupt.ts";
import { memoryExistingUsers } from "../../core/testing/memory-existing-users.ts";
import { MemoryItems } from "../../core/testing/memory-items.ts";
import { anAdmin, memoryWorld } from "../../core/testing/memory-ports.ts";
import { memoryRecords } from "../../core/testing/memory-records.ts";
import { aPipeline } from "../../core/testing/sample-records.ts";
import { Random } from "../simulation/random.ts";
import { ADOPTED_PATH, csvOf, essence, ORG, PIPELINES, plannedUsers, rowOf } from "./interrupted.ts";

const USERS = 2_000;
const INTERRUPTIONS = 10;
const by = { ...anAdmin, org: ORG };

const world = memoryWorld();
const users = plannedUsers(USERS);
const rows = users.map((user, n) =>
  rowOf(
    user,
    world.iam.addUser(
      user.userName,
      ADOPTED_PATH,
      Array.from({ length: user.keys }, () => n % 400),
    ),
  ),
);
const plan = readPlan(Buffer.from(csvOf(rows))).flatMap(({ row }) => row ?? []);
const rules = { userPaths: [ADOPTED_PATH], tagged: false, cellId: "main" };

/** A table of its own, over the one IAM. */
async function aTable() {
  const items = new MemoryItems();
  const existingUsers = memoryExistingUsers(world.iam);
  const ports: AdoptionPorts & typeof world.ports = {
    ...world.ports,
    ...memoryRecords(items),
    existingUsers,
  };
  for (const pipelineId of PIPELINES) await ports.pipelines.insert(aPipeline(ORG, { pipelineId }));
  return { ports, items };
}

function stateOf(items: MemoryItems): unknown[] {
  return items.keys().map((key) => ({ key, item: essence(items.tracked(key)) }));
}

test(`${USERS} users, interrupted ${INTERRUPTIONS} times at random, end as those of one clean run`, async () => {
  const clean = await aTable();
  const counted = dyingPorts(clean.ports, undefined, ["claims", "existingUsers"]);
  const results = await adoptRows(counted.ports, plan, { by, rules });
  expect(results.filter(({ outcome }) => outcome === "adopted")).toHaveLength(USERS);
  const before = structuredClone([...world.iam.users]);

  const random = new Random(20_260_301);
  const broken = await aTable();
  for (let died = 0; died < INTERRUPTIONS; died++) {
    const call = random.between(1, Math.floor(counted.calls() / INTERRUPTIONS));
    const dying = dyingPorts(broken.ports, { call, after: random.chance(0.5) }, ["claims", "existingUsers"]);
    await expect(adoptRows(dying.ports, plan, { by, rules })).rejects.toBeInstanceOf(ProcessDied);
  }
  const last = await adoptRows(broken.ports, plan, { by, rules });
  const outcomes = new Set(last.map(({ outcome }) => outcome));
  expect([...outcomes].toSorted()).toEqual(["adopted", "already_adopted"]);
  expect(stateOf(broken.items)).toEqual(stateOf(clean.items));
  expect([...world.iam.users]).toEqual(before);
}, 60_000);
