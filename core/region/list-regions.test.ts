import { expect, test } from "vitest";
import { DAY_MS } from "../clock.ts";
import { orgIdOf } from "../org/org.ts";
import { aRegionalScene } from "../testing/regional-scene.ts";
import { sweep } from "../testing/scene.ts";
import { listRegions } from "./list-regions.ts";
import { RegionView } from "./region-view.ts";

const [us, eu] = ["us-east-1", "eu-central-1"];

test("shows every region as not configured before anybody has asked for a key", async () => {
  const { regions } = aRegionalScene();
  const unasked = { status: "not_configured", connectionId: null, accessKeyId: null, keyCreatedAt: null };
  expect(await regions()).toEqual(
    [us, eu].map((region) => ({
      ...{ region, enabled: true, ...unasked, folder: null },
      ...{ bucket: `keyturn-test-${region}`, s3Endpoint: `https://s3.${region}.test` },
    })),
  );
});

test("shows those without a key first, and the key of those that have one", async () => {
  const { regions, reset, clock } = aRegionalScene();
  const at = clock.now();
  const { accessKeyId, connection } = await reset(us);
  const shown = await regions();
  expect(shown.map(({ region, status }) => [region, status])).toEqual([
    [eu, "not_configured"],
    [us, "active"],
  ]);
  const { connectionId, bucket } = connection;
  expect(shown[1]).toMatchObject({ accessKeyId, connectionId, bucket, keyCreatedAt: at });
  expect(shown[1]?.folder).toBe(`${orgIdOf("acme")}/`);
  for (const region of shown) expect(RegionView.parse(region)).toEqual(region);
});

test("shows those that are not enabled after those that are, and their key as long as there is one", async () => {
  const { regions, reset, enable } = aRegionalScene();
  enable(eu);
  const places = async () =>
    (await regions()).map(({ region, enabled, status }) => [region, enabled, status]);
  expect(await places()).toEqual([
    [eu, true, "not_configured"],
    [us, false, "not_configured"],
  ]);
  enable(us, eu);
  await reset(us);
  enable(eu);
  expect(await places()).toEqual([
    [eu, true, "not_configured"],
    [us, false, "active"],
  ]);
});

test("shows a key that has grown old as due", async () => {
  const scene = aRegionalScene();
  await scene.reset(us);
  await sweep(scene, 180 * DAY_MS);
  expect((await scene.regions()).find(({ region }) => region === us)?.status).toBe("due");
  const told = (await scene.connection(us)).outbox.map((event) => event.type);
  expect(told).toEqual(["ConnectionCreated", "KeyCreated", "KeyRotationDue"]);
});

test("shows nothing of another org's keys", async () => {
  const { ports, reset } = aRegionalScene();
  await reset(us);
  expect((await listRegions(ports, "Acme")).map(({ status }) => status)).toEqual([
    "not_configured",
    "not_configured",
  ]);
});
