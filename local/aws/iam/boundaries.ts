import {
  type IamAction,
  type IamCall,
  noSuchEntity,
  permittedUser,
  required,
  requiredArn,
} from "./iam-call.ts";
import { SHAPES } from "./shapes.ts";

export const putUserPermissionsBoundary: IamAction = (call) => {
  const userName = required(call, "UserName", SHAPES.userName);
  const boundary = requiredArn(call, "PermissionsBoundary");
  const user = permittedUser(call, "iam:PutUserPermissionsBoundary", userName, () => ({
    "iam:PermissionsBoundary": boundary,
  }));
  call.store.saveUser({ ...user, permissionsBoundary: attachableBoundary(call, boundary) });
  return undefined;
};

export const deleteUserPermissionsBoundary: IamAction = (call) => {
  const userName = required(call, "UserName", SHAPES.userName);
  const user = permittedUser(call, "iam:DeleteUserPermissionsBoundary", userName, (found) => ({
    "iam:PermissionsBoundary": found?.permissionsBoundary,
  }));
  const { permissionsBoundary, ...rest } = user;
  if (permissionsBoundary === undefined) {
    throw noSuchEntity(`The user with name ${userName} does not have a permissions boundary.`);
  }
  call.store.saveUser(rest);
  return undefined;
};

/** The arn itself, if there is such a policy: IAM takes no boundary that does not exist. */
export function attachableBoundary(call: IamCall, arn: string): string {
  if (call.store.managedPolicy(arn) !== undefined) return arn;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}
