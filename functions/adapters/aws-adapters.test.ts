import { CreateUserCommand } from "@aws-sdk/client-iam";
import { afterAll } from "vitest";
import { plus } from "../../core/clock.ts";
import { reveal } from "../../core/secret.ts";
import { describeAccessKeys } from "../../core/testing/contract/access-keys.contract.ts";
import { describeBus } from "../../core/testing/contract/bus.contract.ts";
import { describeUserList } from "../../core/testing/contract/drift.contract.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { isAccepted } from "../../test/support/key-holder.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { usersClient } from "../clients.ts";
import { MAIN_CELL } from "./cells.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const ports = cloudPorts(cloud);
const { bus, accessKeys } = ports;
let users = 0;

describeAccessKeys("access keys in IAM", async () => ({
  accessKeys,
  async newUser() {
    const userName = `kt-user-${++users}`;
    await usersClient(cloud.aws).send(new CreateUserCommand({ UserName: userName }));
    return { cellId: MAIN_CELL, userName };
  },
  until: () => plus(cloud.clock.now(), 15_000),
  use: ({ accessKeyId, secretAccessKey }) =>
    isAccepted(cloud, { accessKeyId, secretAccessKey: reveal(secretAccessKey) }),
}));

describeUserList("the list of users in IAM", async () => ports);

describeBus("the bus in EventBridge", async () => ({
  bus,
  delivered: async (org) => cloud.events().filter((event) => event.metadata.org === org),
}));
