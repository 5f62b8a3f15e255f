import { type IamAction, type IamCall, noSuchEntity, permittedUser, required, SHAPES } from "./iam-call.ts";

export const putUserPermissionsBoundary: IamAction = (call) => {
  const userName = required(call, "UserName", SHAPES.userName);
  const boundary = required(call, "PermissionsBoundary", SHAPES.arn);
  const user = permittedUser(call, "iam:PutUserPermissionsBoundary", userName, () => ({
    "iam:PermissionsBoundary": boundary,
  }));
  call.store.saveUser({ ...user, permissionsBoundary: attachableBoundary(call, boundary) });
  return undefined;
};

/** The arn itself, if there is such a policy: IAM takes no boundary that does not exist. */
export function attachableBoundary(call: IamCall, arn: string): string {
  if (call.store.managedPolicy(arn) !== undefined) return arn;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}
