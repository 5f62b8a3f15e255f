import { afterAll, expect, test } from "vitest";
import { instant, MINUTE_MS, msBetween } from "../../core/clock.ts";
import { addConnection } from "../../core/connection/add-connection.ts";
import { resetAccessKey } from "../../core/key/reset-access-key.ts";
import { createService } from "../../core/service/create-service.ts";
import { deleteService } from "../../core/service/delete-service.ts";
import { anAdmin, TestClock } from "../../core/testing/memory-ports.ts";
import { relayAll } from "../faults/recover.ts";
import { finder } from "../faults/state.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { openTestCloud } from "../support/test-cloud.ts";
import { keyturn } from "./keyturn-command.ts";

const clock = new TestClock(instant(Date.now() - 60 * MINUTE_MS));
const cloud = await openTestCloud({ clock });
const ports = cloudPorts(cloud);

// The deployment is at work meanwhile. Two passes at once could tell an event twice.
let relayed = Promise.resolve();
const relay = () => {
  relayed = relayed.then(() => relayAll(ports));
  return relayed;
};
const relaying = setInterval(relay, 200);
afterAll(async () => {
  clearInterval(relaying);
  await relayed;
  await cloud.close();
});

/** A data service with a key. */
async function atWork(org: string) {
  const by = { ...anAdmin, org };
  const { service, connection } = await createService(ports, by, { name: "Sales data" });
  await resetAccessKey(ports, by, connection.connectionId, { reason: "other" });
  return { by, service };
}

test("keyturn org delete shows what there is, erases it when confirmed, and names what is left to do", async () => {
  // Its data service was deleted a while ago, so that nobody has to wait for requests to end.
  const { by, service } = await atWork("leaving");
  await deleteService(ports, by, service.serviceId, service.name);
  await atWork("staying");
  clock.advance(msBetween(clock.now(), instant(Date.now())));
  await relay();
  const others = await (await finder(cloud, ports))("staying");

  const looked = await keyturn(["org", "delete", "leaving", "--dry-run"], cloud.environment);
  expect(looked).toMatchObject({ code: 0, err: "" });
  expect(looked.out).toContain("0 data services, 0 IAM users, 2 records");
  const before = await (await finder(cloud, ports))("leaving");
  expect(before.services).toHaveLength(1);

  const run = await keyturn(["org", "delete", "leaving", "--confirm", "leaving"], cloud.environment);
  expect(run.code).toBe(0);
  for (const region of ["us-east-1", "eu-central-1"]) {
    const command = `aws s3 rm s3://keyturn-000000000000-${region}/leaving-[a-z2-7]{16}/ --recursive`;
    expect(run.out).toMatch(new RegExp(`^  ${command}$`, "m"));
  }
  const after = await (await finder(cloud, ports))("leaving");
  expect(after).toMatchObject({ services: [], connections: [], journal: [], users: [] });
  const told = after.bus.map((event) => event.type);
  expect(told).toEqual(expect.arrayContaining(["KeyRemoved", "ConnectionDeleted", "ServiceDeleted"]));
  expect(await (await finder(cloud, ports))("staying")).toEqual(others);
});

test("keyturn org delete names the data services that would go", async () => {
  const { service } = await atWork("looked-at");
  const looked = await keyturn(["org", "delete", "looked-at", "--dry-run", "--json"], cloud.environment);
  expect(JSON.parse(looked.out)).toMatchObject({
    ...{ org: "looked-at", dryRun: true, left: [] },
    found: {
      services: [{ serviceId: service.serviceId, name: "Sales data", state: "ready" }],
      userNames: [expect.stringMatching(/^kt-sales-data-/)],
    },
  });
  expect((await ports.services.find(service))?.state).toBe("ready");
});

test.each([[["--confirm", "typed"]], [["--confirm", "typed", "--objects"]], [["--dry-run"]]])(
  "keyturn org delete %j says so when there is nothing of the org, as of one whose name was mistyped",
  async (flags) => {
    await atWork("Typed");
    const { code, out, err } = await keyturn(["org", "delete", "typed", ...flags], cloud.environment);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("There is nothing of typed");
  },
);

test("keyturn org delete begins with nothing while a bucket of the org is not named", async () => {
  const { by, service } = await atWork("two-regions");
  await addConnection(ports, by, service.serviceId, { region: "eu-central-1" });
  const named = "us-east-1=keyturn-000000000000-us-east-1";
  const { code, err } = await keyturn(
    ["org", "delete", "two-regions", "--confirm", "two-regions", "--objects"],
    { ...cloud.environment, KEYTURN_BUCKETS: named },
  );
  expect(code).toBe(2);
  expect(err).toContain("does not name eu-central-1=keyturn-000000000000-eu-central-1");
  expect((await ports.services.find(service))?.state).toBe("ready");
});
