import { DeleteUserCommand, DeleteUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Deprovisioning } from "../../core/connection/provisioning.ts";
import { failureOf } from "../../core/errors.ts";
import type { Cells } from "./cells.ts";
import { iamCall, USER_POLICY_NAME } from "./iam-call.ts";
import { isGone, missingIfGone } from "./iam-gone.ts";

const LOOK_MS = 3_000;

/** The end of a user. IAM refuses it (`denied`) while the user has keys. */
export function iamDeprovisioning(cells: Cells): Deprovisioning {
  return {
    async deleteUser({ cellId, userName: UserName }) {
      const { iam } = cells.for(cellId);
      const gone = () => isGone(iam, { userName: UserName }, AbortSignal.timeout(LOOK_MS));
      const policy = new DeleteUserPolicyCommand({ UserName, PolicyName: USER_POLICY_NAME });
      await unlessMissing(() => iamCall("DeleteUserPolicy", (options) => iam.send(policy, options)), gone);
      const user = new DeleteUserCommand({ UserName });
      await unlessMissing(() => iamCall("DeleteUser", (options) => iam.send(user, options)), gone);
    },
  };
}

async function unlessMissing(call: () => Promise<unknown>, gone: () => Promise<boolean>): Promise<void> {
  try {
    await missingIfGone(call, gone);
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
  }
}
