import { type IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { CallFailed, failureOf } from "../../core/errors.ts";
import { awsCall } from "./aws-failure.ts";

/**
 * A call about a user or its key. Of one that is not there IAM does not know the path: whose rights are over users of
 * a path is refused, as if it were somebody else's (docs/adr/0036). The right to list keys is over all users, so that
 * a list tells which of the two it was; a refused call of a user that is gone is thrown as `missing`.
 */
export async function missingIfGone<Result>(
  call: () => Promise<Result>,
  isGone: () => Promise<boolean>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const isRefusal = error instanceof CallFailed && error.awsErrorName.startsWith("AccessDenied");
    if (!isRefusal || !(await isGone())) throw error;
    throw new CallFailed(error.call, "missing", error.awsErrorName);
  }
}

/** Whether there is no such user, or it has no such key. False where IAM does not tell. */
export async function isGone(
  iam: IAMClient,
  { userName, accessKeyId }: { userName: string; accessKeyId?: string },
  abortSignal: AbortSignal,
): Promise<boolean> {
  const command = new ListAccessKeysCommand({ UserName: userName });
  try {
    const { AccessKeyMetadata = [] } = await awsCall("ListAccessKeys", () =>
      iam.send(command, { abortSignal }),
    );
    return accessKeyId !== undefined && !AccessKeyMetadata.some((key) => key.AccessKeyId === accessKeyId);
  } catch (error) {
    return failureOf(error) === "missing";
  }
}
