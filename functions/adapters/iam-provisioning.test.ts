import { afterAll, expect, test } from "vitest";
import { plus } from "../../core/clock.ts";
import { TestClock } from "../../core/testing/memory-ports.ts";
import { aConnection, anOrg } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { iamError, openFakeAws } from "../../test/support/fake-aws.ts";
import { describeProvisioning } from "../../test/support/provisioning.contract.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { bucketClients, usersClient } from "../clients.ts";
import { singleCell } from "./cells.ts";
import { iamProvisioning } from "./iam-provisioning.ts";

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

const answersOf: Record<string, string> = {
  PutUserPolicy: "<PutUserPolicyResponse/>",
  CreateUser: "<CreateUserResponse/>",
};

test.each([
  ["missing", [iamError(404, "NoSuchEntity"), iamError(403, "AccessDenied")], "done"],
  [
    "never there",
    [1, 2, 3, 4].map(() => iamError(404, "NoSuchEntity")),
    "PutUserPolicy: missing (NoSuchEntityException)",
  ],
  [
    "malformed",
    [iamError(400, "MalformedPolicyDocument")],
    "PutUserPolicy: denied (MalformedPolicyDocumentException)",
  ],
])(
  "a new user that IAM says is %s is given its policy a little later, or not",
  async (_, refusals, outcome) => {
    const left = [...refusals];
    await using fake = await openFakeAws((body) => {
      const action = new URLSearchParams(body).get("Action") ?? "";
      const refusal = action === "PutUserPolicy" ? left.shift() : undefined;
      return refusal ?? { status: 200, body: answersOf[action] ?? "" };
    });
    const cells = singleCell({
      accountId: "000000000000",
      iam: usersClient(fake.reach),
      s3: bucketClients(fake.reach),
    });
    const clock = new TestClock();
    const provisioning = iamProvisioning(cells, cloud.settings.boundaryArn, clock);
    const connection = aConnection(anOrg());
    const began = clock.now();
    await provisioning.createUser(connection);
    const put = provisioning.putUserPolicy(connection).then(
      () => "done",
      ({ message }) => message,
    );
    expect(await put).toBe(outcome);
    expect(left).toEqual([]);
    const pausesMs = [500, 1_000, 2_000].slice(0, outcome.includes("denied") ? 0 : refusals.length);
    expect(clock.now()).toBe(
      plus(
        began,
        pausesMs.reduce((sum, ms) => sum + ms, 0),
      ),
    );
  },
);
