import { GetUserCommand, type IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import type { ExistingUsers } from "../../core/adoption/existing-users.ts";
import { instant } from "../../core/clock.ts";
import { type CallFailure, failureOf } from "../../core/errors.ts";
import type { StatedKey } from "../../core/operator/users.ts";
import type { Cells } from "./cells.ts";
import { iamCall } from "./iam-call.ts";

interface Options {
  /**
   * A Lambda may look at adopted users alone, and IAM does not tell it whether another exists: what it may not see is not
   * there. An operator whose rights do not suffice has to be told.
   */
  deniedIsMissing: boolean;
}

/** GetUser tells the tags, too: no right of its own is needed for them. */
export function iamExistingUsers(cells: Cells, { deniedIsMissing }: Options): ExistingUsers {
  const missing: CallFailure[] = deniedIsMissing ? ["missing", "denied"] : ["missing"];
  return {
    find: ({ cellId, userName }) =>
      unlessMissing(missing, async () => {
        const command = new GetUserCommand({ UserName: userName });
        const { User } = await iamCall("GetUser", (options) => cells.for(cellId).iam.send(command, options));
        if (!User?.UserName || !User.Path) throw new Error("a user without a name or a path");
        const org = User.Tags?.find(({ Key }) => Key === "keyturn:org")?.Value;
        return { userName: User.UserName, path: User.Path, ...(org !== undefined && { org }) };
      }),
    keysOf: ({ cellId, userName }) =>
      unlessMissing(["missing"], () => keysOf(cells.for(cellId).iam, userName)),
  };
}

async function keysOf(iam: IAMClient, UserName: string): Promise<StatedKey[]> {
  const command = new ListAccessKeysCommand({ UserName });
  const { AccessKeyMetadata = [] } = await iamCall("ListAccessKeys", (options) => iam.send(command, options));
  return AccessKeyMetadata.map(({ AccessKeyId, CreateDate, Status }) => {
    if (!AccessKeyId || !CreateDate) throw new Error("a listed key without id or date");
    return {
      accessKeyId: AccessKeyId,
      createdAt: instant(CreateDate.getTime()),
      active: Status === "Active",
    };
  });
}

async function unlessMissing<Result>(
  missing: readonly CallFailure[],
  call: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || !missing.includes(failure)) throw error;
    return undefined;
  }
}
