import { describe, expect, test } from "vitest";
import { aConnection } from "../../core/testing/sample-records.ts";
import { type Behaviour, openFakeAws } from "../../test/support/fake-aws.ts";
import { documentClient } from "../clients.ts";
import { dynamoConnections } from "./dynamo-records.ts";

const dynamoError = (status: number, name: string): Behaviour => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}` }),
});
const throttled = dynamoError(400, "ProvisionedThroughputExceededException");
const refused = dynamoError(400, "ConditionalCheckFailedException");
const failed = dynamoError(500, "InternalServerError");

/** What becomes of a write whose attempts meet with this, one after the other. */
async function writing(...behaviours: Behaviour[]) {
  await using fake = await openFakeAws((_, asked) => behaviours[asked - 1] ?? throttled);
  const client = documentClient(fake.reach);
  const connections = dynamoConnections({
    client,
    tableName: "keyturn",
    now: () => aConnection("acme").createdOn,
  });
  const outcome = await connections
    .update(aConnection("acme"), { when: [] })
    .catch((error: unknown) => error);
  return { outcome, asked: fake.asked.length };
}

describe.concurrent("a write that the client sends again", () => {
  test.each<[what: string, behaviours: Behaviour[], failure: string]>([
    ["a lost reply and throttled attempts", ["resets", throttled], "unknown"],
    ["a throttled attempt, a lost reply and a throttled one", [throttled, "resets", throttled], "unknown"],
    ["an error of DynamoDB's own and throttled attempts", [failed, throttled], "unknown"],
    ["throttled attempts alone", [throttled], "throttled"],
  ])("after %s", async (_, behaviours, failure) => {
    const { outcome, asked } = await writing(...behaviours);
    expect(outcome).toMatchObject({ name: "CallFailed", failure });
    expect(asked).toBe(4);
  });

  test("tells of a condition that does not hold, which may be its own doing", async () => {
    const { outcome, asked } = await writing("resets", refused);
    expect(outcome).toMatchObject({ name: "PatchRefused" });
    expect(asked).toBe(2);
  });
});
