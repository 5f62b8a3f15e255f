import { plus } from "../clock.ts";
import { describeAccessKeys } from "./contract/access-keys.contract.ts";
import { describeUserList } from "./contract/drift.contract.ts";
import { memoryUserList } from "./memory-drift.ts";
import { MemoryIam } from "./memory-iam.ts";
import { TestClock } from "./memory-ports.ts";

describeAccessKeys("access keys in memory", async () => {
  const clock = new TestClock();
  const iam = new MemoryIam(clock);
  let users = 0;
  return {
    accessKeys: iam,
    newUser: async () => {
      const user = { cellId: "main", userName: `kt-user-${++users}` };
      await iam.createUser(user);
      return user;
    },
    until: () => plus(clock.now(), 15_000),
    use: async ({ accessKeyId }) => iam.use(accessKeyId),
  };
});

describeUserList("the list of users in memory", async () => {
  const iam = new MemoryIam(new TestClock());
  return { userList: memoryUserList(iam), provisioning: iam };
});
