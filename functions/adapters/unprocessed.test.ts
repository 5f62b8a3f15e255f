import { expect, test } from "vitest";
import { aService } from "../../core/testing/sample-records.ts";
import { openFakeAws } from "../../test/support/fake-aws.ts";
import { documentClient } from "../clients.ts";
import { dynamoOrgItems } from "./dynamo-org-items.ts";
import { dynamoPipelines } from "./dynamo-records.ts";

const tableName = "keyturn";
const keys = [1, 2, 3].map((n) => ({ pk: "ORG#acme", sk: `PIPELINE#p${n}` }));

/** A table that leaves a batch unprocessed so many times. */
async function leaving(times: number) {
  const fake = await openFakeAws((body, asked) => {
    const { RequestItems } = JSON.parse(body);
    const left = asked <= times ? RequestItems : {};
    return {
      status: 200,
      body: JSON.stringify({ Responses: {}, UnprocessedKeys: left, UnprocessedItems: left }),
    };
  });
  const client = documentClient(fake.reach);
  return {
    ...fake,
    orgItems: dynamoOrgItems({ client, tableName }),
    pipelines: dynamoPipelines({ client, tableName, now: () => aService("acme").createdOn }),
  };
}

test.each(["reads", "writes"])(
  "%s that DynamoDB leaves are sent again, after longer and longer",
  async (kind) => {
    await using table = await leaving(3);
    const begun = performance.now();
    if (kind === "reads") await table.pipelines.findMany("acme", ["p1", "p2"]);
    else await table.orgItems.erase(keys);
    expect(table.asked).toHaveLength(4);
    expect(performance.now() - begun).toBeGreaterThan(50 + 100 + 200 - 20);
  },
);

test.each(["reads", "writes"])("%s that DynamoDB goes on leaving are given up as throttled", async (kind) => {
  await using table = await leaving(Number.POSITIVE_INFINITY);
  const work = kind === "reads" ? table.pipelines.findMany("acme", ["p1"]) : table.orgItems.erase(keys);
  await expect(work).rejects.toMatchObject({ failure: "throttled", awsErrorName: "Unprocessed" });
  expect(table.asked).toHaveLength(6);
});
