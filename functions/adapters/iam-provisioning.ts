import {
  CreateUserCommand,
  GetAccountSummaryCommand,
  GetUserCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Clock } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { iamPathOf, type Provisioning } from "../../core/connection/provisioning.ts";
import { userPolicy } from "../../core/connection/user-policy.ts";
import { CallFailed, failureOf } from "../../core/errors.ts";
import { orgIdOf } from "../../core/org/org.ts";
import type { Cells, ProvisioningCell } from "./cells.ts";
import { iamCall, USER_POLICY_NAME } from "./iam-call.ts";

const NOT_THERE_PAUSES_MS = [500, 1_000, 2_000];

/** Users, their policy and their folder. Every call can be made twice, so the SDK may retry them. */
export function iamProvisioning(
  cells: Cells<ProvisioningCell>,
  boundaryArn: string,
  clock: Pick<Clock, "sleep">,
): Provisioning {
  return {
    async countUsers(cellId) {
      const { iam } = cells.for(cellId);
      const { SummaryMap } = await iamCall("GetAccountSummary", (options) =>
        iam.send(new GetAccountSummaryCommand({}), options),
      );
      return SummaryMap?.Users ?? 0;
    },
    createUser: (connection) => createUser(cells, boundaryArn, connection, clock),
    async putUserPolicy({ cellId, userName, bucket, folder }) {
      const { iam } = cells.for(cellId);
      const PolicyDocument = JSON.stringify(userPolicy(bucket, folder));
      const command = new PutUserPolicyCommand({
        UserName: userName,
        PolicyName: USER_POLICY_NAME,
        PolicyDocument,
      });
      await onceThere(clock, () => iamCall("PutUserPolicy", (options) => iam.send(command, options)));
    },
    async putFolderMarker({ cellId, region, bucket, folder }) {
      const s3 = cells.for(cellId).s3(region);
      const command = new PutObjectCommand({ Bucket: bucket, Key: folder, ContentLength: 0 });
      await iamCall("PutObject", (options) => s3.send(command, options));
    },
  };
}

/** One that is there already must be ours: under the org's path and inside the boundary. */
async function createUser(
  cells: Cells<ProvisioningCell>,
  boundaryArn: string,
  connection: Connection,
  clock: Pick<Clock, "sleep">,
): Promise<void> {
  const { iam } = cells.for(connection.cellId);
  const { userName: UserName, org, connectionId } = connection;
  const Path = iamPathOf(orgIdOf(org));
  const command = new CreateUserCommand({
    UserName,
    Path,
    PermissionsBoundary: boundaryArn,
    Tags: [
      { Key: "keyturn:org", Value: org },
      { Key: "keyturn:connection", Value: connectionId },
    ],
  });
  try {
    await iamCall("CreateUser", (options) => iam.send(command, options));
  } catch (error) {
    if (!(error instanceof CallFailed) || !error.awsErrorName.startsWith("EntityAlreadyExists")) throw error;
    const { User } = await onceThere(clock, () =>
      iamCall("GetUser", (options) => iam.send(new GetUserCommand({ UserName }), options)),
    );
    const isOurs = User?.Path === Path && User.PermissionsBoundary?.PermissionsBoundaryArn === boundaryArn;
    if (!isOurs) throw new CallFailed("CreateUser", "denied", "ForeignUser");
  }
}

/**
 * IAM does not know a new user everywhere at once. Of one that it does not know it does not know the path either, so that a
 * right over users of a path does not count, and it may say that it refuses (docs/adr/0036).
 */
async function onceThere<Result>(clock: Pick<Clock, "sleep">, call: () => Promise<Result>): Promise<Result> {
  for (const pauseMs of NOT_THERE_PAUSES_MS) {
    try {
      return await call();
    } catch (error) {
      const isRefusal = error instanceof CallFailed && error.awsErrorName.startsWith("AccessDenied");
      if (failureOf(error) !== "missing" && !isRefusal) throw error;
      await clock.sleep(pauseMs);
    }
  }
  return call();
}
