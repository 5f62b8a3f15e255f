import { IAMClient, ListAccessKeysCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { afterAll, describe, expect, test } from "vitest";
import type { ReconcileReport } from "../../core/operator/reconcile-report.ts";
import { keyturn } from "./keyturn-command.ts";
import { openRestoredCloud, type RestoredCloud } from "./restored-cloud.ts";

const opened: RestoredCloud[] = [];
afterAll(() => Promise.all(opened.map(({ cloud }) => cloud.close())));

async function open(): Promise<RestoredCloud> {
  const restored = await openRestoredCloud();
  opened.push(restored);
  return restored;
}

async function usersAndKeys({ cloud }: RestoredCloud): Promise<object[]> {
  const iam = new IAMClient(cloud.aws);
  const { Users = [] } = await iam.send(new ListUsersCommand({}));
  return Promise.all(
    Users.map(async ({ UserName }) => {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
      return { UserName, AccessKeyMetadata };
    }),
  );
}

const AFTER_RESTORE = ["reconcile", "--after-restore", "--paused"];

describe("without reconciling", () => {
  test("the sweep deletes a key that was given, and takes the policy of another away", async () => {
    const { given, days, opensFolder, find } = await open();
    expect(await opensFolder(given.connectionSince)).toBe(true);
    await days();
    expect(await opensFolder(given.midReset)).toBe(false); // it was not used before: a used key is spared
    expect(await opensFolder(given.connectionSince)).toBe(false);
    expect((await find(given.resetSince))?.current?.accessKeyId).not.toBe(given.resetSince.accessKeyId);
  });
});

describe("after keyturn reconcile --after-restore", () => {
  test("every key that was given works, is current, and goes on doing so", async () => {
    const restored = await open();
    const { cloud, given, former, days, opensFolder, find } = restored;
    const before = await usersAndKeys(restored);

    const looked = await keyturn([...AFTER_RESTORE, "--dry-run", "--json"], cloud.environment);
    expect(looked).toMatchObject({ code: 0, err: "" });
    expect((await find(given.midReset))?.operation).toBeDefined();
    const run = await keyturn([...AFTER_RESTORE, "--json"], cloud.environment);
    expect(run).toMatchObject({ code: 0, err: "" });
    const report = JSON.parse(run.out) as ReconcileReport;
    expect({ ...(JSON.parse(looked.out) as ReconcileReport), written: true }).toEqual(report);
    expect(await usersAndKeys(restored)).toEqual(before);

    expect(report.counts).toEqual({
      ...{ unchanged: 2, corrected: 2, emptied: 0, unmanagedKeys: 0 },
      ...{ usersMissing: 0, usersWithoutRecord: 2, failures: 0 },
    });
    for (const name of ["midReset", "resetSince"] as const) {
      expect(report.connections).toContainEqual(
        expect.objectContaining({
          ...{ connectionId: given[name].connection.connectionId, org: "restored" },
          ...{ previousAccessKeyId: former[name], accessKeyId: given[name].accessKeyId },
        }),
      );
    }
    const strays = [given.connectionSince, given.serviceSince].map(({ connection }) => connection.userName);
    expect(report.usersWithoutRecord.map(({ userName }) => userName).sort()).toEqual(strays.sort());

    await days();
    await days();
    for (const key of Object.values(given)) expect(await opensFolder(key)).toBe(true);
    for (const name of ["untouched", "midReset", "resetSince"] as const) {
      expect((await find(given[name]))?.current).toMatchObject({
        accessKeyId: given[name].accessKeyId,
        state: "active",
      });
    }
    const told = cloud.events().filter((event) => event.type === "KeyReconciled");
    expect(told).toHaveLength(2);
    for (const { metadata } of told) expect(metadata.sequence).toBeGreaterThan(1_000_000_000);
  });

  test("a second run finds everything as it should be, and tells a person so", async () => {
    const { cloud, given, find } = await open();
    const first = await keyturn(AFTER_RESTORE, cloud.environment);
    expect(first.code).toBe(0);
    expect(first.out).toContain("2 unchanged, 2 corrected, 0 emptied");
    expect(first.out).toContain(given.midReset.connection.connectionId);
    expect(first.out).toContain(given.serviceSince.connection.userName);
    const after = await find(given.midReset);
    const second = await keyturn(AFTER_RESTORE, cloud.environment);
    expect(second.out).toContain("4 unchanged, 0 corrected, 0 emptied");
    expect(await find(given.midReset)).toEqual(after);
  });
});
