import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreatePolicyCommand, CreateUserCommand, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { plus } from "../../core/clock.ts";
import { boundaryPolicy } from "../../core/connection/user-policy.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import { reveal } from "../../core/secret.ts";
import { describeAccessKeys } from "../../core/testing/contract/access-keys.contract.ts";
import { describeBus } from "../../core/testing/contract/bus.contract.ts";
import { describeUserList } from "../../core/testing/contract/drift.contract.ts";
import { describeUsers } from "../../core/testing/contract/users.contract.ts";
import { MAIN_CELL, singleCell } from "../../functions/adapters/cells.ts";
import { eventBridgeBus } from "../../functions/adapters/eventbridge.ts";
import { iamAccessKeys } from "../../functions/adapters/iam-access-keys.ts";
import { iamDeprovisioning } from "../../functions/adapters/iam-deprovisioning.ts";
import { iamProvisioning } from "../../functions/adapters/iam-provisioning.ts";
import { iamUserList } from "../../functions/adapters/iam-user-list.ts";
import { iamUsers } from "../../functions/adapters/iam-users.ts";
import { systemClock } from "../../functions/adapters/system.ts";
import { accessKeysClient, bucketClients, eventsClient, usersClient } from "../../functions/clients.ts";
import { sqsIn } from "../aws/queue.ts";
import type { Moto } from "../support/moto.ts";
import { describeProvisioning } from "../support/provisioning.contract.ts";

const BUCKET = "contracts";
const BUS = "contracts";
const until = () => plus(systemClock.now(), 15_000);
let users = 0;

/** The suites of the adapters for IAM and EventBridge, as they run against the laptop, in moto. */
export function describeContracts(open: () => Moto): void {
  const opened = once(() => openAdapters(open()));

  describeAccessKeys("access keys in its IAM", async () => {
    const { accessKeys, iam } = await opened();
    return {
      accessKeys,
      until,
      async newUser() {
        const userName = `kt-user-${++users}`;
        await iam.send(new CreateUserCommand({ UserName: userName }));
        return { cellId: MAIN_CELL, userName };
      },
      // It lets anybody in. What its IAM says of the key is as near as one gets, and the call is what it notes.
      async use({ accessKeyId, secretAccessKey }) {
        const credentials = { accessKeyId, secretAccessKey: reveal(secretAccessKey) };
        const own = usersClient({ ...open().reach, credentials });
        const { AccessKeyMetadata = [] } = await own.send(new ListAccessKeysCommand({})).catch(refused);
        return AccessKeyMetadata.some((key) => key.AccessKeyId === accessKeyId && key.Status === "Active");
      },
    };
  });
  describeUserList("the list of users in its IAM", opened);
  describeUsers("users in its IAM", async () => ({ ...(await opened()), until }));
  describeProvisioning("users of Keyturn's making in its IAM", async () => ({ ...(await opened()), until }));

  const delivered = once(() => openBus(open()));
  describeBus("the bus in its EventBridge", async () => ({
    delivered: await delivered(),
    bus: eventBridgeBus(eventsClient(open().reach), BUS),
  }));
}

function refused(error: Error): { AccessKeyMetadata: [] } {
  if (error.name !== "NoSuchEntityException") throw error;
  return { AccessKeyMetadata: [] };
}

/** What the adapters need, made in it once. */
async function openAdapters({ reach }: Moto) {
  const iam = usersClient(reach);
  const s3 = bucketClients(reach);
  await s3("us-east-1").send(new CreateBucketCommand({ Bucket: BUCKET }));
  const PolicyDocument = JSON.stringify(boundaryPolicy([BUCKET]));
  const boundary = new CreatePolicyCommand({ PolicyName: "keyturn-user-boundary", PolicyDocument });
  const boundaryArn = (await iam.send(boundary)).Policy?.Arn ?? "";
  const cells = singleCell({ accountId: "", iam, s3 });
  const keyCells = singleCell({ accountId: "", iam: accessKeysClient(reach) });
  return {
    ...{ iam, reach, boundaryArn, bucket: BUCKET },
    accessKeys: iamAccessKeys(keyCells, systemClock),
    provisioning: iamProvisioning(cells, boundaryArn, systemClock),
    deprovisioning: iamDeprovisioning(cells),
    userList: iamUserList(cells),
    users: iamUsers(cells),
  };
}

/** A bus whose every event lies in a queue. Answers how to read what came of an org. */
async function openBus({ reach, endpoint, root }: Moto): Promise<(org: string) => Promise<KeyturnEvent[]>> {
  const sqs = sqsIn("us-east-1", { endpoint, credentials: root });
  const events = eventsClient(reach);
  const { Account } = await new STSClient(reach).send(new GetCallerIdentityCommand({}));
  await events.send(new CreateEventBusCommand({ Name: BUS }));
  const EventPattern = JSON.stringify({ account: [Account] });
  await events.send(new PutRuleCommand({ Name: "all", EventBusName: BUS, EventPattern }));
  const { QueueUrl } = await sqs("CreateQueue", { QueueName: BUS });
  const Arn = `arn:aws:sqs:us-east-1:${Account}:${BUS}`;
  await events.send(new PutTargetsCommand({ Rule: "all", EventBusName: BUS, Targets: [{ Id: "q", Arn }] }));
  const received: KeyturnEvent[] = [];
  return async (org) => {
    for (;;) {
      const { Messages = [] } = await sqs("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
      const messages = Messages as { Body: string; ReceiptHandle: string }[];
      for (const { Body, ReceiptHandle } of messages) {
        const envelope = JSON.parse(Body);
        received.push({ type: envelope["detail-type"], ...envelope.detail });
        await sqs("DeleteMessage", { QueueUrl, ReceiptHandle });
      }
      if (messages.length === 0) break;
    }
    const ofOrg = received.filter((event) => event.metadata.org === org);
    // A queue keeps no order.
    return ofOrg.toSorted((one, other) => one.metadata.sequence - other.metadata.sequence);
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
