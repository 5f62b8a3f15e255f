import { expect, test } from "vitest";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aConnection } from "../testing/sample-records.ts";
import { changePolicy } from "./change-policy.ts";
import { policiesOfPass } from "./policies-of-pass.ts";
import { Policy } from "./policy.ts";

const within = (maxAgeDays: number) => Policy.parse({ rotation: { maxAgeDays } });

test("a pass reads an org's policy once, and again for a record that a newer one has planned", async () => {
  const { ports } = memoryWorld();
  await changePolicy(ports, anAdmin, within(100));
  const policies = policiesOfPass(ports);
  const connection = aConnection(anAdmin.org);
  await policies.readAhead([connection]);
  await changePolicy(ports, anAdmin, within(50));
  expect(await policies.of({ ...connection, policyVersion: 1 })).toMatchObject({ policyVersion: 1 });
  const newer = await policies.of({ ...connection, policyVersion: 2 });
  const { find } = ports.policies;
  ports.policies.find = () => Promise.reject(new Error("it is known"));
  expect(await policies.of({ ...connection, policyVersion: 2 })).toBe(newer);
  ports.policies.find = find;
  expect(newer).toMatchObject({ policyVersion: 2, policy: { rotation: { maxAgeDays: 50 } } });
});
