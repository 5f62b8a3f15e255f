import type { Granted } from "./grants.ts";
import { type Grant, named } from "./lambda.ts";

/** What ends keys, and what has to be known before. */
export const endingKeys = ["UpdateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed"];

const ownUsers = () => usersUnder("/keyturn/");

function usersUnder(path: string): $util.Output<string> {
  const { accountId } = aws.getCallerIdentityOutput();
  return $interpolate`arn:aws:iam::${accountId}:user${path}*`;
}

/** With the keys of users that Keyturn made, and of those that it may adopt. */
export function onKeys({ adoptedUserPaths }: Granted, ...calls: string[]): Grant {
  return { actions: named("iam", calls), resources: [ownUsers(), ...adoptedUserPaths.map(usersUnder)] };
}

/**
 * Which keys a user has, of any user: whoever may ask about users of a path alone is not told that one is missing, but
 * refused (docs/adr/0036).
 */
export function lookForUsers(): Grant {
  return { actions: ["iam:ListAccessKeys"], resources: [usersUnder("/")] };
}

/** Those that others made, and their keys: to look at, and nothing else. */
export function lookAtAdopted({ adoptedUserPaths }: Granted): Grant[] {
  if (adoptedUserPaths.length === 0) return [];
  return [
    {
      actions: ["iam:GetUser", "iam:ListAccessKeys"],
      resources: adoptedUserPaths.map(usersUnder),
    },
  ];
}

/** A user is made under Keyturn's path and inside the boundary, or not at all. */
export function makeUsers({ boundary, storage }: Granted): Grant[] {
  const insideBoundary = [
    { test: "StringEquals", variable: "iam:PermissionsBoundary", values: [boundary.arn] },
  ];
  return [
    { actions: ["iam:CreateUser", "iam:PutUserPolicy"], resources: [ownUsers()], conditions: insideBoundary },
    { actions: ["iam:TagUser"], resources: [ownUsers()], conditions: ownTags },
    { actions: ["iam:GetUser"], resources: [ownUsers()] },
    // A folder's marker is an object whose name ends in a slash; there is no right to write any other.
    { actions: ["s3:PutObject"], resources: storage.map(({ arn }) => $interpolate`${arn}/*/`) },
  ];
}

/** Those that say whose a new user is. */
const ownTags = [
  {
    test: "ForAllValues:StringEquals",
    variable: "aws:TagKeys",
    values: ["keyturn:org", "keyturn:connection"],
  },
];

/** It knows no resources: AWS takes no other than the wildcard. */
export const countUsers: Grant = { actions: ["iam:GetAccountSummary"], resources: ["*"] };

/** Neither does this: names and paths of the account's users, and nothing of what they may do. */
export const listUsers: Grant = { actions: ["iam:ListUsers"], resources: ["*"] };

/** Those of Keyturn's making alone. */
export function endUsers(): Grant {
  return { actions: ["iam:DeleteUserPolicy", "iam:DeleteUser"], resources: [ownUsers()] };
}
