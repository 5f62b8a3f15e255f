import { plus } from "../clock.ts";
import { describeAllRecords } from "./contract/all-records.contract.ts";
import { describeExistingUsers } from "./contract/existing-users.contract.ts";
import { describeObjects } from "./contract/objects.contract.ts";
import { describeOrgItems } from "./contract/org-items.contract.ts";
import { describeUsers } from "./contract/users.contract.ts";
import { memoryExistingUsers } from "./memory-existing-users.ts";
import { MemoryIam } from "./memory-iam.ts";
import { MemoryObjects } from "./memory-objects.ts";
import { memoryUsers } from "./memory-operator.ts";
import { TestClock } from "./memory-ports.ts";
import { memoryRecords } from "./memory-records.ts";

describeAllRecords("all records in memory", async () => memoryRecords());
describeOrgItems("an org's items in memory", async () => memoryRecords());

describeUsers("users in memory", async () => {
  const clock = new TestClock();
  const iam = new MemoryIam(clock);
  const until = () => plus(clock.now(), 15_000);
  return { users: memoryUsers(iam), provisioning: iam, accessKeys: iam, until };
});

describeObjects("objects in memory", async () => {
  const objects = new MemoryObjects();
  const bucket = "keyturn-test-us-east-1";
  return { objects, bucket, region: "us-east-1", put: async (key) => objects.put(bucket, key) };
});

describeExistingUsers("existing users in memory", async () => {
  const iam = new MemoryIam(new TestClock());
  return {
    existingUsers: memoryExistingUsers(iam),
    addUser: async (userName, path, keys, org) =>
      iam.addUser(
        userName,
        path,
        Array.from({ length: keys }, () => 0),
        org,
      ),
  };
});
