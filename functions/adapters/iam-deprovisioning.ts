import { DeleteUserCommand, DeleteUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Deprovisioning } from "../../core/connection/provisioning.ts";
import { failureOf } from "../../core/errors.ts";
import type { Cells } from "./cells.ts";
import { iamCall, USER_POLICY_NAME } from "./iam-call.ts";

/** The end of a user. IAM refuses it (`denied`) while the user has keys. */
export function iamDeprovisioning(cells: Cells): Deprovisioning {
  return {
    async deleteUser({ cellId, userName: UserName }) {
      const { iam } = cells.for(cellId);
      const policy = new DeleteUserPolicyCommand({ UserName, PolicyName: USER_POLICY_NAME });
      await unlessMissing(iamCall("DeleteUserPolicy", (options) => iam.send(policy, options)));
      const user = new DeleteUserCommand({ UserName });
      await unlessMissing(iamCall("DeleteUser", (options) => iam.send(user, options)));
    },
  };
}

async function unlessMissing(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (failureOf(error) !== "missing") throw error;
  }
}
