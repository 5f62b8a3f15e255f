import { afterAll } from "vitest";
import { plus } from "../../core/clock.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { describeProvisioning } from "../../test/support/provisioning.contract.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const ports = cloudPorts(cloud);

describeProvisioning("users of Keyturn's making in IAM", async () => ({
  ...ports,
  until: () => plus(cloud.clock.now(), 15_000),
  reach: cloud.aws,
  bucket: cloud.settings.buckets[0]?.bucket ?? "",
  boundaryArn: cloud.settings.boundaryArn,
}));
