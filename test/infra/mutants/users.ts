import {
  adoptedUsersAreManaged,
  onlyTheKeysLambdaCreatesKeys,
  theBoundaryRefusesSessions,
  usersAreChangedOnAllowedPathsOnly,
  usersAreMadeInsideTheBoundary,
  whoAdoptsOnlyLooks,
} from "../invariants/users.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what may be done with IAM users. */
export const mutants: Mutant[] = [
  {
    name: "users without the boundary",
    file: "stacks/grants.ts",
    cut: ", conditions: insideBoundary",
    breaks: usersAreMadeInsideTheBoundary,
    says: "provision may do iam:CreateUser,iam:PutUserPolicy without the boundary",
  },
  {
    name: "users inside any boundary that is called alike",
    file: "stacks/grants.ts",
    find: 'test: "StringEquals", variable: "iam:PermissionsBoundary"',
    replace: 'test: "StringLike", variable: "iam:PermissionsBoundary"',
    breaks: usersAreMadeInsideTheBoundary,
    says: "provision may do iam:CreateUser,iam:PutUserPolicy without the boundary",
  },
  {
    name: "users under any path",
    file: "stacks/grants.ts",
    find: 'usersUnder("/keyturn/")',
    replace: 'usersUnder("/")',
    breaks: usersAreMadeInsideTheBoundary,
    says: "provision may do iam:CreateUser,iam:PutUserPolicy with arn:aws:iam::123456789012:user/*",
  },
  {
    name: "a boundary that bounds nothing",
    file: "stacks/boundary.ts",
    find: "boundaryPolicy(buckets)",
    replace:
      '{ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }], buckets: buckets.length + boundaryPolicy.length }',
    breaks: theBoundaryRefusesSessions,
    says: "UserBoundary does not refuse sessions",
  },
  {
    name: "adopted users can be deleted",
    file: "stacks/grants.ts",
    find: '"GetAccessKeyLastUsed",\n',
    replace: '"GetAccessKeyLastUsed",\n    "DeleteUser",\n',
    breaks: usersAreChangedOnAllowedPathsOnly,
    says: "deprovision may do iam:DeleteUser with arn:aws:iam::123456789012:user/portal/s3/*",
  },
  {
    name: "policies can be attached to users",
    file: "stacks/grants.ts",
    find: '"iam:TagUser"',
    replace: '"iam:AttachUserPolicy", "iam:TagUser"',
    breaks: usersAreChangedOnAllowedPathsOnly,
    says: "provision may do iam:AttachUserPolicy with arn:aws:iam::123456789012:user/keyturn/*",
  },
  {
    name: "adopted users' keys cannot be touched",
    file: "stacks/grants.ts",
    cut: ", ...adoptedUserPaths.map(usersUnder)",
    breaks: adoptedUsersAreManaged,
    says: "deprovision may not do iam:ListAccessKeys,iam:UpdateAccessKey,iam:DeleteAccessKey,iam:GetAccessKeyLastUsed with users under /portal/s3/",
  },
  {
    name: "who adopts users may look at any",
    file: "stacks/grants.ts",
    find: "      resources: adoptedUserPaths.map(usersUnder),",
    replace: '      resources: [usersUnder("/")],',
    breaks: whoAdoptsOnlyLooks,
    says: "adopt may do iam:GetUser arn:aws:iam::123456789012:user/*",
  },
  {
    name: "who adopts users may tag them",
    file: "stacks/grants.ts",
    find: '["iam:GetUser", "iam:ListAccessKeys"]',
    replace: '["iam:GetUser", "iam:ListAccessKeys", "iam:TagUser"]',
    breaks: whoAdoptsOnlyLooks,
    says: "iam:TagUser",
  },
  {
    name: "the sweep may create keys",
    file: "stacks/grants.ts",
    find: "      ask(SWEEP_SHARD, NOTIFY_DEPENDENTS),\n      endKeys,",
    replace:
      '      ask(SWEEP_SHARD, NOTIFY_DEPENDENTS),\n      endKeys,\n      onKeys(granted, "CreateAccessKey"),',
    breaks: onlyTheKeysLambdaCreatesKeys,
    says: "sweepShard may create access keys",
  },
];
